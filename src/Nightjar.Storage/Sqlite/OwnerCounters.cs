using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>The archive counters of the owners that were active last. Safe for concurrent use.</summary>
sealed class OwnerCounters(int capacity)
{
    readonly Lock _gate = new();
    readonly Dictionary<OwnerId, OwnerCounter> _counters = [];
    long _uses;

    public bool Contains(OwnerId owner)
    {
        lock (_gate)
        {
            return _counters.ContainsKey(owner);
        }
    }

    /// <summary>Gives a sequence to every entry; null when the counter of one of the owners is not in memory.</summary>
    public ArchiveRow[]? TryAssign(IReadOnlyList<ArchiveEntry> entries)
    {
        lock (_gate)
        {
            for (var i = 0; i < entries.Count; i++)
            {
                if (!_counters.ContainsKey(entries[i].Owner))
                {
                    return null;
                }
            }

            var rows = new ArchiveRow[entries.Count];
            for (var i = 0; i < rows.Length; i++)
            {
                var counter = _counters[entries[i].Owner];
                counter.LastUse = ++_uses;
                rows[i] = new ArchiveRow(counter, counter.Next(), entries[i]);
            }

            return rows;
        }
    }

    /// <summary>Adds a counter that was read, unless one came in meanwhile (which knows better).</summary>
    public void Add(OwnerId owner, long last)
    {
        lock (_gate)
        {
            if (_counters.TryAdd(owner, new OwnerCounter(owner, last) { LastUse = ++_uses }) && _counters.Count > capacity)
            {
                Shrink();
            }
        }
    }

    public void Remove(OwnerId owner)
    {
        lock (_gate)
        {
            _counters.Remove(owner);
        }
    }

    // A quarter at a time, so that the walk through all of them is paid for by many additions.
    void Shrink()
    {
        var oldest = _counters.Values.Where(c => c.IsSettled).OrderBy(c => c.LastUse).Take(Math.Max(1, capacity / 4)).ToList();
        oldest.ForEach(c => _counters.Remove(c.Owner));
    }
}
