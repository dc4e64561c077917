using Nightjar.Server.Storage;

namespace Nightjar.Testing.Storage;

sealed class InMemoryArchive(MemoryData data) : IArchiveStore
{
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public ValueTask<ArchiveTicket> AppendAsync(
        IReadOnlyList<ArchiveEntry> entries, CancellationToken cancellationToken = default)
    {
        StorageLimits.CheckAppend(entries);
        lock (data.Gate)
        {
            // Checked for all before the first is kept: an append happens as a whole or not at all.
            var owners = entries.Select(e => data.Owner(e.Owner)).ToArray();
            var ids = new ArchiveId[entries.Count];
            for (var i = 0; i < ids.Length; i++)
            {
                var sequence = ++owners[i].LastSequence;
                ids[i] = new ArchiveId(sequence, data.StanzaId(entries[i].Owner, sequence));
            }

            return ValueTask.FromResult(new ArchiveTicket(ids, data.WriteAsync(() =>
            {
                for (var i = 0; i < ids.Length; i++)
                {
                    var entry = entries[i] with { Stanza = entries[i].Stanza.ToArray() };
                    owners[i].Archive.Add(ids[i].Sequence, (entry, entry.Deliver));
                }

                return true;
            })));
        }
    }

    public Task MarkDeliveredAsync(
        OwnerId owner, IReadOnlyList<long> sequences, CancellationToken cancellationToken = default) =>
        data.WriteAsync(() =>
        {
            foreach (var sequence in data.Owners.TryGetValue(owner, out var o) ? sequences : [])
            {
                if (o!.Archive.TryGetValue(sequence, out var row))
                {
                    o.Archive[sequence] = (row.Entry, false);
                }
            }

            return true;
        });

    public ValueTask<IReadOnlyList<ArchivedStanza>> PendingAsync(
        OwnerId owner, long after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        return ValueTask.FromResult<IReadOnlyList<ArchivedStanza>>(data.Read<ArchivedStanza[]>(() =>
            data.Owners.TryGetValue(owner, out var o)
                ? [.. o.Archive.Where(r => r.Key > after && r.Value.Pending).Take(limit).Select(r => Stored(r.Key, r.Value.Entry))]
                : []));
    }

    public ValueTask<int> PendingCountAsync(OwnerId owner, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(data.Read(() =>
            data.Owners.TryGetValue(owner, out var o) ? o.Archive.Values.Count(r => r.Pending) : 0));

    public ValueTask<long?> SequenceOfAsync(
        OwnerId owner, string stanzaId, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(data.Read(() => data.Sequence(owner, stanzaId)));

    public Task ClearAsync(OwnerId owner, CancellationToken cancellationToken = default) => data.WriteAsync(() =>
    {
        data.Owner(owner).Archive.Clear();
        return true;
    });

    public Task<int> ExpireAsync(DateTimeOffset before, int maxRows, CancellationToken cancellationToken = default) =>
        data.WriteAsync(() =>
        {
            var expired = data.Owners.Values
                .SelectMany(o => o.Archive, (o, row) => (Owner: o, row.Key, row.Value.Entry.Time))
                .Where(r => HourOf(r.Time) + Hour <= before)
                .Take(maxRows)
                .ToList();
            expired.ForEach(r => r.Owner.Archive.Remove(r.Key));
            return expired.Count;
        });

    static DateTimeOffset HourOf(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % Hour.Ticks), TimeSpan.Zero);

    ArchivedStanza Stored(long sequence, ArchiveEntry entry) => new()
    {
        Id = new ArchiveId(sequence, data.StanzaId(entry.Owner, sequence)),
        Peer = entry.Peer,
        Time = DateTimeOffset.FromUnixTimeMilliseconds(entry.Time.ToUnixTimeMilliseconds()),
        Kind = entry.Kind,
        Direction = entry.Direction,
        Stanza = entry.Stanza,
    };
}
