using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

sealed class SqliteArchive(StoreCore core, Purger purger, TimeProvider time) : IArchiveStore
{
    // A counter that no row remembers starts at the present hour times this: beyond everything an expired archive gave out.
    const int SequencesPerHour = 1 << 20;

    public ValueTask<ArchiveTicket> AppendAsync(
        IReadOnlyList<ArchiveEntry> entries, CancellationToken cancellationToken = default)
    {
        StorageLimits.CheckAppend(entries);
        return IsWarm(entries) && core.Counters.TryAssign(entries) is { } rows
            ? QueueAsync(rows, cancellationToken)
            : LoadAndAppendAsync(entries, cancellationToken);
    }

    public async Task MarkDeliveredAsync(
        OwnerId owner, IReadOnlyList<long> sequences, CancellationToken cancellationToken = default)
    {
        if (sequences.Count == 0)
        {
            return;
        }

        var mark = new MarkWrite(owner, [.. sequences]);
        await core.QueueAsync(mark, cancellationToken).ConfigureAwait(false);
        await mark.Committed.ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<ArchivedStanza>> PendingAsync(
        OwnerId owner, long after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        return core.ReadOwnedAsync<IReadOnlyList<ArchivedStanza>>(
            db => [.. Pending(db, owner, after).Take(limit)], [], cancellationToken);
    }

    public ValueTask<int> PendingCountAsync(OwnerId owner, CancellationToken cancellationToken = default) => core.ReadOwnedAsync(
        db =>
        {
            var mark = DeliveryMark.Load(db, core.Vault, owner);
            var beyond = (long)db.Scalar(
                "SELECT count(*) FROM archive WHERE owner = $1 AND seq > $2 AND deliver = 1", owner.ToByteArray(), mark.Watermark)!;
            return (int)beyond + mark.Waiting.Count(s => db.Scalar(
                "SELECT 1 FROM archive WHERE owner = $1 AND seq = $2", owner.ToByteArray(), s) is not null);
        },
        0,
        cancellationToken);

    public ValueTask<long?> SequenceOfAsync(OwnerId owner, string stanzaId, CancellationToken cancellationToken = default) =>
        core.Vault.IsWarm(owner)
            ? ValueTask.FromResult(core.Vault.SequenceOf(owner, stanzaId))
            : core.ReadOwnedAsync(_ => core.Vault.SequenceOf(owner, stanzaId), null, cancellationToken);

    public Task ClearAsync(OwnerId owner, CancellationToken cancellationToken = default) => core.WriteAsync(
        db =>
        {
            // The note comes first, so that a stop at any point is made good at the next start; then the key; the rows follow.
            var generation = core.Vault.HistoryGeneration(owner);
            db.Transaction(() =>
            {
                var mark = DeliveryMark.Load(db, core.Vault, owner);
                var last = LastSequence(db, owner, mark);
                mark.Watermark = last;
                mark.Waiting.Clear();
                mark.Save(db, core.Vault, owner);
                purger.NoteHistory(db, owner, last, generation);
                return true;
            });
            core.Vault.ReplaceHistoryKey(owner, generation);
            return true;
        },
        cancellationToken,
        exclusive: true);

    public Task<int> ExpireAsync(DateTimeOffset before, int maxRows, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 1);
        return core.WriteAsync(
            db =>
            {
                var expired = ArchiveTable.Expire(db, Hours.Of(before), maxRows);
                purger.WantsTruncation |= expired > 0;
                return expired;
            },
            cancellationToken);
    }

    static long LastSequence(Database db, OwnerId owner, DeliveryMark mark) => Math.Max(
        mark.Watermark, db.Scalar("SELECT max(seq) FROM archive WHERE owner = $1", owner.ToByteArray()) as long? ?? 0);

    bool IsWarm(IReadOnlyList<ArchiveEntry> entries)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (!core.Vault.IsWarm(entries[i].Owner))
            {
                return false;
            }
        }

        return true;
    }

    async ValueTask<ArchiveTicket> LoadAndAppendAsync(IReadOnlyList<ArchiveEntry> entries, CancellationToken cancellationToken)
    {
        ArchiveRow[]? rows;
        do
        {
            await core.ReadAsync(db => Load(db, entries), cancellationToken).ConfigureAwait(false);
            rows = core.Counters.TryAssign(entries);
        }
        while (rows is null); // only when counters fell out again in between, under more load than the cache was made for

        return await QueueAsync(rows, cancellationToken).ConfigureAwait(false);
    }

    bool Load(Database db, IReadOnlyList<ArchiveEntry> entries)
    {
        foreach (var owner in entries.Select(e => e.Owner).Distinct())
        {
            core.Vault.Hash(owner, HashPurpose.Peer, ""); // brings the keys into memory, or reports that there are none
            if (!core.Counters.Contains(owner))
            {
                var mark = DeliveryMark.Load(db, core.Vault, owner);
                var floor = Hours.Of(time.GetUtcNow()) * SequencesPerHour;
                core.Counters.Add(owner, Math.Max(floor, LastSequence(db, owner, mark)));
            }
        }

        return true;
    }

    ValueTask<ArchiveTicket> QueueAsync(ArchiveRow[] rows, CancellationToken cancellationToken)
    {
        try
        {
            var ids = new ArchiveId[rows.Length];
            for (var i = 0; i < rows.Length; i++)
            {
                ids[i] = new ArchiveId(rows[i].Sequence, core.Vault.StanzaId(rows[i].Entry.Owner, rows[i].Sequence));
            }

            var append = new AppendWrite(rows);
            var admitted = core.QueueAsync(append, cancellationToken);
            return admitted.IsCompletedSuccessfully
                ? ValueTask.FromResult(new ArchiveTicket(ids, append.Committed))
                : AdmittedAsync(admitted, append, rows, ids);
        }
        catch
        {
            Array.ForEach(rows, r => r.Counter.Settled());
            throw;
        }
    }

    static async ValueTask<ArchiveTicket> AdmittedAsync(ValueTask admitted, AppendWrite append, ArchiveRow[] rows, ArchiveId[] ids)
    {
        try
        {
            await admitted.ConfigureAwait(false);
            return new ArchiveTicket(ids, append.Committed);
        }
        catch
        {
            Array.ForEach(rows, r => r.Counter.Settled());
            throw;
        }
    }

    IEnumerable<ArchivedStanza> Pending(Database db, OwnerId owner, long after)
    {
        var mark = DeliveryMark.Load(db, core.Vault, owner);
        const string columns = "SELECT seq, hour, message FROM archive WHERE owner = $1 AND ";
        foreach (var sequence in mark.Waiting.Where(s => s > after))
        {
            using var row = db.Query(columns + "seq = $2", owner.ToByteArray(), sequence);
            if (row.Read() && Open(row, owner) is { } stanza)
            {
                yield return stanza;
            }
        }

        using var beyond = db.Query(
            columns + "seq > $2 AND deliver = 1 ORDER BY seq", owner.ToByteArray(), Math.Max(after, mark.Watermark));
        while (beyond.Read())
        {
            if (Open(beyond, owner) is { } stanza)
            {
                yield return stanza;
            }
        }
    }

    ArchivedStanza? Open(Microsoft.Data.Sqlite.SqliteDataReader row, OwnerId owner)
    {
        var sequence = row.GetInt64(0);
        var value = core.Vault.OpenArchive(owner, sequence, Hours.Day(row.GetInt64(1)), row.GetFieldValue<byte[]>(2));
        return value is { } clear ? Envelope.Read(new ArchiveId(sequence, core.Vault.StanzaId(owner, sequence)), clear) : null;
    }
}
