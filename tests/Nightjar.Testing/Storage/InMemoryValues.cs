using Nightjar.Server.Storage;

namespace Nightjar.Testing.Storage;

sealed class InMemoryValues(MemoryData data) : IKeyValueStore
{
    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(
        OwnerId owner, string category, string key, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(data.Read<ReadOnlyMemory<byte>?>(() =>
            data.Owners.TryGetValue(owner, out var o) && o.Values.TryGetValue((category, key), out var value)
                ? new ReadOnlyMemory<byte>(value)
                : default(ReadOnlyMemory<byte>?)));

    public Task SetAsync(
        OwnerId owner, string category, string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) =>
        WriteAsync([new ValueWrite(owner, category, key, value)], cancellationToken);

    public Task<bool> DeleteAsync(
        OwnerId owner, string category, string key, CancellationToken cancellationToken = default) =>
        data.WriteAsync(() => data.Owners.TryGetValue(owner, out var o) && o.Values.Remove((category, key)));

    public ValueTask<IReadOnlyList<StoredValue>> ListAsync(
        OwnerId owner, string category, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<StoredValue>>(data.Read<StoredValue[]>(() =>
            data.Owners.TryGetValue(owner, out var o)
                ? [.. o.Values.Where(v => v.Key.Category == category).Select(v => new StoredValue(v.Key.Key, v.Value))]
                : []));

    public Task WriteAsync(IReadOnlyList<ValueWrite> batch, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch.Count, StorageLimits.BatchOperations, nameof(batch));
        foreach (var write in batch)
        {
            StorageLimits.CheckName(write.Category, write.Key);
            StorageLimits.CheckValue(write.Value?.Length ?? 0);
        }

        return data.WriteAsync(() =>
        {
            foreach (var write in batch)
            {
                data.Owner(write.Owner);
            }

            foreach (var write in batch)
            {
                var values = data.Owner(write.Owner).Values;
                if (write.Value is { } value)
                {
                    values[(write.Category, write.Key)] = value.ToArray();
                }
                else
                {
                    values.Remove((write.Category, write.Key));
                }
            }

            return true;
        });
    }
}
