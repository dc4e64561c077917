using System.Text;
using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>Renewal and destruction of keys, as operations of the writer.</summary>
sealed class KeyCare(StoreCore core, OwnerId server)
{
    const int Piece = 500; // accounts renamed in one commit: other writes wait some tens of milliseconds

    public Task RenewEpochAsync(CancellationToken cancellationToken) => core.WriteAsync(
        db =>
        {
            core.Vault.RenewEpoch(owner => owner == server
                || db.Scalar("SELECT 1 FROM accounts WHERE owner = $1", owner.ToByteArray()) is not null);
            return true;
        },
        cancellationToken,
        exclusive: true);

    public Task<int> DestroyDayKeysAsync(DateOnly before, CancellationToken cancellationToken) =>
        core.WriteAsync(_ => core.Vault.DestroyDaysBefore(before), cancellationToken, exclusive: true);

    public async Task RotateNameKeyAsync(CancellationToken cancellationToken)
    {
        await core.WriteAsync(_ => core.Vault.AddNameKey(), cancellationToken, exclusive: true).ConfigureAwait(false);
        byte[]? last = [];
        while (last is not null)
        {
            var after = last;
            last = await core.WriteAsync(db => Rehash(db, after), cancellationToken).ConfigureAwait(false);
        }

        await core.WriteAsync(DropUnused, cancellationToken, exclusive: true).ConfigureAwait(false);
    }

    byte[]? Rehash(Database db, byte[] after)
    {
        var accounts = new List<(byte[] Owner, byte[] Name)>();
        using (var row = db.Query(
            "SELECT owner, name FROM accounts WHERE owner > $1 AND name_generation <> $2 ORDER BY owner LIMIT $3",
            after, core.Vault.Names.Generation, Piece))
        {
            while (row.Read())
            {
                accounts.Add((row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1)));
            }
        }

        foreach (var (owner, box) in accounts)
        {
            var name = Encoding.UTF8.GetString(
                core.Vault.Open(OwnerId.FromBytes(owner), VaultTable.Account, default, SqliteAccounts.NameColumn, box).Span);
            db.Run(
                "UPDATE accounts SET name_hash = $2, name_generation = $3, domain_hash = $4 WHERE owner = $1",
                owner, core.Vault.Names.Hash(name), core.Vault.Names.Generation,
                core.Vault.Names.HashDomain(VaultNames.DomainOf(name)));
        }

        return accounts.Count == 0 ? null : accounts[^1].Owner;
    }

    // Reserved names are known only as hashes: the key they were hashed with has to stay as long as they do.
    bool DropUnused(Database db)
    {
        foreach (var generation in core.Vault.Names.Generations.Skip(1))
        {
            if (db.Scalar(
                "SELECT 1 FROM reserved WHERE generation = $1 UNION ALL SELECT 1 FROM accounts WHERE name_generation = $1 LIMIT 1",
                generation) is null)
            {
                core.Vault.DropNameKey(generation);
            }
        }

        return true;
    }
}
