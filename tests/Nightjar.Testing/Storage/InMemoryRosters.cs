using Nightjar.Server.Storage;

namespace Nightjar.Testing.Storage;

sealed class InMemoryRosters(MemoryData data) : IRosterStore
{
    public ValueTask<RosterData> LoadAsync(OwnerId owner, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(data.Read(() => data.Owners.TryGetValue(owner, out var o)
            ? new RosterData(o.RosterVersion, [.. o.Roster.Select(r => new RosterRow(r.Key, r.Value))])
            : new RosterData(0, [])));

    public Task<long> PutAsync(OwnerId owner, RosterRow row, CancellationToken cancellationToken = default)
    {
        StorageLimits.CheckName(row.Peer, "");
        StorageLimits.CheckValue(row.Value.Length);
        return data.WriteAsync(() =>
        {
            var found = data.Owner(owner);
            found.Roster[row.Peer] = row.Value.ToArray();
            return ++found.RosterVersion;
        });
    }

    public Task<long> RemoveAsync(OwnerId owner, string peer, CancellationToken cancellationToken = default) =>
        data.WriteAsync(() =>
        {
            var found = data.Owner(owner);
            found.Roster.Remove(peer);
            return ++found.RosterVersion;
        });
}
