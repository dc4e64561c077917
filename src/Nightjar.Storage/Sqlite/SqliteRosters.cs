using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

sealed class SqliteRosters(StoreCore core) : IRosterStore
{
    const int ItemColumn = 1;

    public ValueTask<RosterData> LoadAsync(OwnerId owner, CancellationToken cancellationToken = default) => core.ReadOwnedAsync(
        db =>
        {
            var rows = new List<RosterRow>();
            using (var row = db.Query("SELECT peer_hash, item FROM roster WHERE owner = $1", owner.ToByteArray()))
            {
                while (row.Read())
                {
                    var item = core.Vault.Open(
                        owner, VaultTable.Roster, row.GetFieldValue<byte[]>(0), ItemColumn, row.GetFieldValue<byte[]>(1));
                    var (peer, value) = Framing.Split(item);
                    rows.Add(new RosterRow(peer, value));
                }
            }

            var version = db.Scalar("SELECT version FROM roster_versions WHERE owner = $1", owner.ToByteArray()) as long? ?? 0;
            return new RosterData(version, rows);
        },
        new RosterData(0, []),
        cancellationToken);

    public Task<long> PutAsync(OwnerId owner, RosterRow row, CancellationToken cancellationToken = default)
    {
        StorageLimits.CheckName(row.Peer, "");
        StorageLimits.CheckValue(row.Value.Length);
        var item = Framing.Join(row.Peer, row.Value.Span);
        return core.WriteAsync(
            db =>
            {
                var peer = core.Vault.Hash(owner, HashPurpose.Peer, row.Peer);
                db.Run(
                    "INSERT INTO roster (owner, peer_hash, item) VALUES ($1, $2, $3) "
                    + "ON CONFLICT (owner, peer_hash) DO UPDATE SET item = excluded.item",
                    owner.ToByteArray(), peer, core.Vault.Seal(owner, VaultTable.Roster, peer, ItemColumn, item));
                return NextVersion(db, owner);
            },
            cancellationToken,
            bytes: item.Length);
    }

    public Task<long> RemoveAsync(OwnerId owner, string peer, CancellationToken cancellationToken = default) => core.WriteAsync(
        db =>
        {
            db.Run(
                "DELETE FROM roster WHERE owner = $1 AND peer_hash = $2",
                owner.ToByteArray(), core.Vault.Hash(owner, HashPurpose.Peer, peer));
            return NextVersion(db, owner);
        },
        cancellationToken);

    static long NextVersion(Database db, OwnerId owner) => (long)db.Scalar(
        "INSERT INTO roster_versions (owner, version) VALUES ($1, 1) "
        + "ON CONFLICT (owner) DO UPDATE SET version = version + 1 RETURNING version",
        owner.ToByteArray())!;
}
