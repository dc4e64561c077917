using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>
/// Removes rows whose keys are gone, piece by piece between other writes. What is to be removed stands in the database, so that a restart
/// goes on with it. Used on the writer thread only.
/// </summary>
sealed class Purger(Vault vault)
{
    const int Piece = 500; // rows of one commit: a few milliseconds for which other writes wait
    const int Everything = 0;
    const int History = 1;

    /// <summary>Whether there may be something to remove.</summary>
    public bool HasWork { get; private set; } = true;

    /// <summary>Whether bytes were removed that still stand in the journal.</summary>
    public bool WantsTruncation { get; set; }

    /// <summary>Notes, inside a transaction, that all rows of an owner are to go.</summary>
    public void NoteOwner(Database database, OwnerId owner)
    {
        database.Run(
            "INSERT OR REPLACE INTO purge (owner, scope, last_seq, generation) VALUES ($1, $2, 0, 0)", owner.ToByteArray(), Everything);
        HasWork = true;
    }

    /// <summary>Notes, inside a transaction, that an owner's archive up to a sequence is to go, with the history key of that generation.</summary>
    public void NoteHistory(Database database, OwnerId owner, long lastSequence, int generation)
    {
        database.Run(
            "INSERT OR REPLACE INTO purge (owner, scope, last_seq, generation) VALUES ($1, $2, $3, $4)",
            owner.ToByteArray(), History, lastSequence, generation);
        HasWork = true;
    }

    /// <summary>Removes one piece, in its own commit.</summary>
    public void Step(Database database)
    {
        byte[] owner;
        int scope;
        long last;
        int generation;
        using (var row = database.Query("SELECT owner, scope, last_seq, generation FROM purge LIMIT 1"))
        {
            if (!row.Read())
            {
                HasWork = false;
                return;
            }

            (owner, scope, last, generation) = (row.GetFieldValue<byte[]>(0), row.GetInt32(1), row.GetInt64(2), row.GetInt32(3));
        }

        // Already done unless the program was stopped between the note and this: both do nothing the second time.
        if (scope == Everything)
        {
            vault.DestroyOwner(OwnerId.FromBytes(owner));
        }
        else
        {
            vault.ReplaceHistoryKey(OwnerId.FromBytes(owner), generation);
        }

        database.Transaction(() =>
        {
            var removed = database.Run(
                "DELETE FROM archive WHERE id IN (SELECT id FROM archive WHERE owner = $1 AND seq <= $2 LIMIT $3)",
                owner, scope == Everything ? long.MaxValue : last, Piece);
            if (scope == Everything)
            {
                removed = Math.Max(removed, RemoveRest(database, owner));
            }

            return removed == Piece ? 0 : database.Run("DELETE FROM purge WHERE owner = $1 AND scope = $2", owner, scope);
        });
        WantsTruncation = true;
    }

    static int RemoveRest(Database database, byte[] owner)
    {
        var roster = database.Run(
            "DELETE FROM roster WHERE owner = $1 AND peer_hash IN (SELECT peer_hash FROM roster WHERE owner = $1 LIMIT $2)", owner, Piece);
        var values = database.Run(
            "DELETE FROM keyvalue WHERE owner = $1 AND (category_hash, key_hash) IN "
            + "(SELECT category_hash, key_hash FROM keyvalue WHERE owner = $1 LIMIT $2)", owner, Piece);
        database.Run("DELETE FROM roster_versions WHERE owner = $1", owner);
        database.Run("DELETE FROM delivery WHERE owner = $1", owner);
        return Math.Max(roster, values);
    }
}
