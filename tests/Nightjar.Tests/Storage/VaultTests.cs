using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Nightjar.Server.Storage;
using Nightjar.Testing.Storage;

namespace Nightjar.Tests.Storage;

public sealed class VaultTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly InMemoryKeyStore _keys = new();
    readonly byte[] _master = RandomNumberGenerator.GetBytes(32);
    readonly OwnerId _owner = OwnerId.New();
    readonly Vault _vault;

    public VaultTests()
    {
        _vault = Open(_keys);
        _vault.AddOwners([_owner]);
    }

    public void Dispose()
    {
        _vault.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Any_value_opens_as_it_was_sealed() => Prop.ForAll<byte[]>(value =>
    {
        var box = _vault.Seal(_owner, VaultTable.Value, "row"u8, 1, value);
        return _vault.Open(_owner, VaultTable.Value, "row"u8, 1, box).Span.SequenceEqual(value);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_value_opens_only_where_it_was_sealed()
    {
        var other = OwnerId.New();
        _vault.AddOwners([other]);
        var box = _vault.Seal(_owner, VaultTable.Value, "row"u8, 1, "secret"u8);
        AssertCorrupt(() => _vault.Open(other, VaultTable.Value, "row"u8, 1, box));
        AssertCorrupt(() => _vault.Open(_owner, VaultTable.Roster, "row"u8, 1, box));
        AssertCorrupt(() => _vault.Open(_owner, VaultTable.Value, "wor"u8, 1, box));
        AssertCorrupt(() => _vault.Open(_owner, VaultTable.Value, "row"u8, 2, box));
    }

    [Fact]
    public void A_changed_or_shortened_or_plain_box_does_not_open()
    {
        var box = _vault.Seal(_owner, VaultTable.Value, default, 1, "secret"u8);
        for (var i = 0; i < box.Length; i++)
        {
            var changed = (byte[])box.Clone();
            changed[i] ^= 1;
            AssertCorrupt(() => _vault.Open(_owner, VaultTable.Value, default, 1, changed));
        }

        AssertCorrupt(() => _vault.Open(_owner, VaultTable.Value, default, 1, box.AsSpan(0, 20)));
        AssertCorrupt(() => _vault.Open(_owner, VaultTable.Value, default, 1, []));
        AssertCorrupt(() => _vault.Open(_owner, VaultTable.Value, default, 1, [0, 1, 2]));
    }

    [Fact]
    public void Equal_values_never_look_alike()
    {
        var boxes = Enumerable.Range(0, 5000).Select(_ => Convert.ToHexString(_vault.Seal(_owner, VaultTable.Value, default, 1, "secret"u8)[1..13]));
        Assert.Equal(5000, boxes.Distinct().Count());
    }

    [Fact]
    public void Sizes_are_hidden_in_steps() => Prop.ForAll(Gen.Choose(0, 1 << 20).ToArbitrary(), length =>
    {
        var padded = SealedBox.PaddedSize(length);
        return padded % 64 == 0 && padded >= length + 4 && padded <= Math.Max(length + 4 + 63, (length + 4) * 1.125);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void One_peer_has_different_hashes_for_different_owners_and_purposes()
    {
        var other = OwnerId.New();
        _vault.AddOwners([other]);
        var hash = _vault.Hash(_owner, HashPurpose.Peer, "juliet@localhost");
        Assert.NotEqual(hash, _vault.Hash(other, HashPurpose.Peer, "juliet@localhost"));
        Assert.NotEqual(hash, _vault.Hash(_owner, HashPurpose.Key, "juliet@localhost"));
        using var again = Open(_keys);
        Assert.Equal(hash, again.Hash(_owner, HashPurpose.Peer, "juliet@localhost"));
    }

    [Fact]
    public void A_small_cache_serves_many_owners_from_many_threads()
    {
        using var vault = Open(_keys, cached: 2);
        var owners = Enumerable.Range(0, 10).Select(_ => OwnerId.New()).ToArray();
        vault.AddOwners(owners);
        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            var owner = owners[i * 7 % 10];
            var box = vault.Seal(owner, VaultTable.Roster, default, 1, "x"u8);
            Assert.Equal("x"u8, vault.Open(owner, VaultTable.Roster, default, 1, box).Span);
        });
        Assert.Equal(2, vault.CachedOwners);
    }

    [Fact]
    public void What_a_destroyed_owner_had_does_not_open()
    {
        var box = _vault.Seal(_owner, VaultTable.Value, default, 1, "secret"u8);
        _vault.DestroyOwner(_owner);
        var error = Assert.Throws<StorageException>(() => _vault.Open(_owner, VaultTable.Value, default, 1, box));
        Assert.Equal(StorageErrorKind.NoSuchOwner, error.Kind);
        Assert.False(_vault.Exists(_owner));
    }

    [Fact]
    public void A_replaced_history_key_closes_messages_and_nothing_else()
    {
        var value = _vault.Seal(_owner, VaultTable.Value, default, 1, "secret"u8);
        var message = _vault.SealArchive(_owner, 1, 700_000, "hello"u8);
        var id = _vault.StanzaId(_owner, 1);
        Assert.Equal("hello"u8, _vault.OpenArchive(_owner, 1, 700_000, message)!.Value.Span);
        _vault.ReplaceHistoryKey(_owner, 0);
        Assert.Null(_vault.OpenArchive(_owner, 1, 700_000, message));
        Assert.Equal("secret"u8, _vault.Open(_owner, VaultTable.Value, default, 1, value).Span);
        Assert.Equal(1, _vault.SequenceOf(_owner, id));
        var later = _vault.SealArchive(_owner, 2, 700_000, "later"u8);
        _vault.ReplaceHistoryKey(_owner, 0); // the same request again, after a restart
        Assert.Equal("later"u8, _vault.OpenArchive(_owner, 2, 700_000, later)!.Value.Span);
    }

    [Fact]
    public void A_destroyed_day_is_closed_for_everybody_also_in_a_new_key_for_that_day()
    {
        var old = _vault.SealArchive(_owner, 1, 700_000, "old"u8);
        var young = _vault.SealArchive(_owner, 2, 700_001, "young"u8);
        Assert.Equal(1, _vault.DestroyDaysBefore(DateOnly.FromDayNumber(700_001)));
        Assert.Null(_vault.OpenArchive(_owner, 1, 700_000, old));
        Assert.Equal("young"u8, _vault.OpenArchive(_owner, 2, 700_001, young)!.Value.Span);
        var anew = _vault.SealArchive(_owner, 3, 700_000, "anew"u8);
        Assert.Null(_vault.OpenArchive(_owner, 1, 700_000, old));
        using var again = Open(_keys);
        Assert.Equal("anew"u8, again.OpenArchive(_owner, 3, 700_000, anew)!.Value.Span);
    }

    [Fact]
    public void After_renewal_of_the_epoch_the_living_open_and_an_old_copy_of_the_keys_is_useless()
    {
        var dead = OwnerId.New();
        _vault.AddOwners([dead]);
        var box = _vault.Seal(_owner, VaultTable.Value, default, 1, "secret"u8);
        using var stolen = _keys.Copy();
        _vault.RenewEpoch(o => o != dead);
        Assert.Equal("secret"u8, _vault.Open(_owner, VaultTable.Value, default, 1, box).Span);
        using var again = Open(_keys);
        Assert.Equal("secret"u8, again.Open(_owner, VaultTable.Value, default, 1, box).Span);
        Assert.False(again.Exists(dead));
        AssertWrongKey(() => Open(stolen));
    }

    [Fact]
    public void The_old_epoch_key_is_overwritten_where_it_stood()
    {
        var before = File.ReadAllBytes(_folder.File("epoch.key")).AsSpan(0, 96).ToArray();
        _vault.RenewEpoch(_ => true);
        var after = File.ReadAllBytes(_folder.File("epoch.key"));
        Assert.Equal(-1, after.AsSpan().IndexOf(before.AsSpan(8, 16)));
        Assert.Equal(-1, after.AsSpan().IndexOf(before.AsSpan(60, 32)));
        _vault.RenewEpoch(_ => true); // and back to the first place
        using var again = Open(_keys);
        Assert.True(again.Exists(_owner));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_renewal_that_is_cut_short_loses_nothing(bool before)
    {
        var box = _vault.Seal(_owner, VaultTable.Value, default, 1, "secret"u8);
        (_keys.FailBeforeRewrap, _keys.FailAfterRewrap) = (before, !before);
        Assert.Throws<StorageException>(() => _vault.RenewEpoch(_ => true));
        (_keys.FailBeforeRewrap, _keys.FailAfterRewrap) = (false, false);
        using var again = Open(_keys);
        Assert.Equal("secret"u8, again.Open(_owner, VaultTable.Value, default, 1, box).Span);
        again.RenewEpoch(_ => true);
        Assert.Equal("secret"u8, again.Open(_owner, VaultTable.Value, default, 1, box).Span);
    }

    [Fact]
    public void Another_master_key_is_recognised()
    {
        using var other = MasterKey.New();
        AssertWrongKey(() => Vault.Open(Options(), other, _keys));
    }

    [Fact]
    public void A_key_store_of_other_data_is_recognised()
    {
        AssertWrongKey(() => Vault.Open(Options() with { DataVaultId = 1 }, new MasterKey(_master), _keys));
        using var empty = new InMemoryKeyStore();
        AssertWrongKey(() => Vault.Open(Options() with { DataVaultId = _vault.Header.VaultId }, new MasterKey(_master), empty));
    }

    [Fact]
    public void A_missing_or_damaged_epoch_key_is_recognised()
    {
        var path = _folder.File("epoch.key");
        var bytes = File.ReadAllBytes(path);
        bytes[70] ^= 1;
        File.WriteAllBytes(path, bytes);
        AssertWrongKey(() => Open(_keys));
        File.Delete(path);
        AssertWrongKey(() => Open(_keys));
    }

    [Fact]
    public void Names_hash_under_every_generation_until_it_is_dropped()
    {
        var first = _vault.Names.Hash("romeo@localhost");
        Assert.Equal(2, _vault.AddNameKey());
        Assert.NotEqual(first, _vault.Names.Hash("romeo@localhost"));
        using var again = Open(_keys);
        Assert.Equal(first, again.Names.Hash(1, "romeo@localhost"));
        again.DropNameKey(1);
        Assert.Equal([2], again.Names.Generations);
    }

    VaultOptions Options() => new() { EpochKeyPath = _folder.File("epoch.key") };

    Vault Open(InMemoryKeyStore keys, int cached = 100) =>
        Vault.Open(Options() with { CachedOwners = cached }, new MasterKey(_master), keys);

    static void AssertCorrupt(Func<ReadOnlyMemory<byte>> open) =>
        Assert.Equal(StorageErrorKind.Corrupt, Assert.Throws<StorageException>(() => _ = open()).Kind);

    static void AssertWrongKey(Func<Vault> open) =>
        Assert.Equal(StorageErrorKind.WrongKey, Assert.Throws<StorageException>(() => open().Dispose()).Kind);
}
