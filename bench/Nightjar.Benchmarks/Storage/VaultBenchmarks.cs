using BenchmarkDotNet.Attributes;
using Nightjar.Server.Storage;
using Nightjar.Storage.Sqlite;

namespace Nightjar.Benchmarks.Storage;

/// <summary>What sealing costs with the owner's keys in memory: a 350-byte stanza, one message and its look-up hash.</summary>
[MemoryDiagnoser]
public class VaultBenchmarks : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("nightjar-bench-").FullName;
    readonly byte[] _stanza = new byte[350];
    readonly OwnerId _owner = OwnerId.New();
    SqliteKeyStore _keys = null!;
    Vault _vault = null!;
    byte[] _box = null!;

    [GlobalSetup]
    public void Open()
    {
        _keys = new SqliteKeyStore(Path.Combine(_folder, "keys.db"));
        _vault = Vault.Open(new VaultOptions { EpochKeyPath = Path.Combine(_folder, "epoch.key") }, MasterKey.New(), _keys);
        _vault.AddOwners([_owner]);
        _box = SealMessage();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _vault.Dispose();
        _keys.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public byte[] SealMessage() => _vault.SealArchive(_owner, 1, 739_000, _stanza);

    [Benchmark]
    public ReadOnlyMemory<byte>? OpenMessage() => _vault.OpenArchive(_owner, 1, 739_000, _box);

    [Benchmark]
    public byte[] HashOfAKnownPeer() => _vault.Hash(_owner, HashPurpose.Peer, "juliet@localhost");

    [Benchmark]
    public string StanzaId() => _vault.StanzaId(_owner, 1234);
}
