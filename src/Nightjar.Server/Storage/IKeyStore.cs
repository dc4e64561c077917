namespace Nightjar.Server.Storage;

/// <summary>
/// Where wrapped keys are kept, apart from the data they open. Calls block and come from the storage engine's own threads, several at
/// a time; each change is durable when the call returns, and what it removed is gone from file and journal.
/// </summary>
public interface IKeyStore : IDisposable
{
    /// <summary>The header, or null in a new key store.</summary>
    VaultHeader? ReadHeader();

    /// <summary>Makes a new key store belong to a vault.</summary>
    void Create(VaultHeader header);

    /// <summary>One key, or null.</summary>
    WrappedKey? Find(KeyName name);

    /// <summary>All keys of one kind.</summary>
    IReadOnlyList<WrappedKey> List(KeyKind kind);

    /// <summary>Adds, replaces and removes keys in one commit.</summary>
    void Apply(IReadOnlyList<WrappedKey> changes);

    /// <summary>
    /// Replaces every wrapped key by what <paramref name="rewrap"/> returns (null removes it) and the header, in one commit.
    /// </summary>
    void Rewrap(VaultHeader header, Func<WrappedKey, byte[]?> rewrap);
}
