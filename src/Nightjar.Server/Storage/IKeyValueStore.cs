namespace Nightjar.Server.Storage;

/// <summary>
/// Small sealed values (vCard, private storage, block list, tokens …). Categories and keys are stored only as hashes keyed
/// for each owner, and sealed with the value. Sizes: <see cref="StorageLimits"/>.
/// </summary>
public interface IKeyValueStore
{
    /// <summary>The value, or null.</summary>
    ValueTask<ReadOnlyMemory<byte>?> GetAsync(
        OwnerId owner, string category, string key, CancellationToken cancellationToken = default);

    /// <summary>Adds or replaces a value.</summary>
    Task SetAsync(
        OwnerId owner, string category, string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default);

    /// <summary>Removes a value; true when there was one.</summary>
    Task<bool> DeleteAsync(OwnerId owner, string category, string key, CancellationToken cancellationToken = default);

    /// <summary>All values of a category, in no particular order.</summary>
    ValueTask<IReadOnlyList<StoredValue>> ListAsync(
        OwnerId owner, string category, CancellationToken cancellationToken = default);

    /// <summary>All of these changes, in order, or none; owners may differ.</summary>
    Task WriteAsync(IReadOnlyList<ValueWrite> batch, CancellationToken cancellationToken = default);
}
