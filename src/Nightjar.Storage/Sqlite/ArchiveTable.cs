using System.Buffers;
using System.Security.Cryptography;
using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>Writes to the archive; used on the writer thread only, inside its transaction.</summary>
sealed class ArchiveTable(Vault vault)
{
    /// <summary>Inserts entries in random order, so that the order of rows does not tell who wrote to whom within a commit.</summary>
    public void Insert(Database database, List<ArchiveRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        RandomNumberGenerator.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows));
        var first = (database.Scalar("SELECT max(id) FROM archive") as long? ?? 0) + 1;
        var id = first;
        var hours = new HashSet<long>();
        foreach (var row in rows)
        {
            if (Insert(database, id, row, out var hour))
            {
                id++;
                hours.Add(hour);
            }
        }

        // Where the rows of an hour lie, so that retention finds them without an index on every row.
        foreach (var hour in hours)
        {
            database.Run(
                "INSERT INTO archive_hours (hour, first, last) VALUES ($1, $2, $3) "
                + "ON CONFLICT (hour) DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last)",
                hour, first, id - 1);
        }
    }

    /// <summary>Notes deliveries, one row for each owner.</summary>
    public void Mark(Database database, Dictionary<OwnerId, List<long>> marks)
    {
        foreach (var (owner, sequences) in marks)
        {
            if (!vault.Exists(owner))
            {
                continue;
            }

            var mark = DeliveryMark.Load(database, vault, owner);
            mark.Deliver(database, owner, sequences);
            mark.Save(database, vault, owner);
        }
    }

    /// <summary>One bounded step of retention.</summary>
    public static int Expire(Database database, long beforeHour, int maxRows)
    {
        var spans = new List<(long Hour, long First, long Last)>();
        using (var row = database.Query("SELECT hour, first, last FROM archive_hours WHERE hour < $1 ORDER BY hour", beforeHour))
        {
            while (row.Read())
            {
                spans.Add((row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)));
            }
        }

        var deleted = 0;
        foreach (var (hour, first, last) in spans)
        {
            deleted += database.Run(
                "DELETE FROM archive WHERE id IN (SELECT id FROM archive WHERE id BETWEEN $1 AND $2 AND hour = $3 LIMIT $4)",
                first, last, hour, maxRows - deleted);
            if (deleted == maxRows)
            {
                break;
            }

            database.Run("DELETE FROM archive_hours WHERE hour = $1", hour);
        }

        return deleted;
    }

    bool Insert(Database database, long id, in ArchiveRow row, out long hour)
    {
        var entry = row.Entry;
        var owner = entry.Owner;
        hour = Hours.Of(entry.Time);
        var buffer = ArrayPool<byte>.Shared.Rent(Envelope.Size(entry));
        try
        {
            var clear = Envelope.Write(entry, buffer);
            var message = vault.SealArchive(owner, row.Sequence, Hours.Day(hour), clear);
            buffer.AsSpan(0, clear.Length).Clear();
            database.InsertMessage.Run(
                id, owner, row.Sequence, vault.Hash(owner, HashPurpose.Peer, entry.Peer), hour, entry.Deliver, message);
            return true;
        }
        catch (StorageException e) when (e.Kind == StorageErrorKind.NoSuchOwner)
        {
            // Deleted while the entry waited: to keep it is what the user does not want, and no reason to fail the others.
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
