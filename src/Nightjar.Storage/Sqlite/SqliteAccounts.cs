using System.Text;
using Microsoft.Data.Sqlite;
using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

sealed class SqliteAccounts(StoreCore core, Purger purger) : IAccountStore
{
    const int AccountsPerCommit = 1000; // two commits each: the share of one account is then below the cost of its rows
    internal const int NameColumn = 1;
    const int CredentialsColumn = 2;
    const string Columns = "owner, state, origin, created, last_used, name";

    public ValueTask<AccountRecord?> FindAsync(string bareJid, CancellationToken cancellationToken = default) =>
        core.ReadOwnedAsync(db => Find(db, bareJid), null, cancellationToken);

    public ValueTask<AccountRecord?> GetAsync(OwnerId owner, CancellationToken cancellationToken = default) =>
        core.ReadOwnedAsync(
            db =>
            {
                using var row = db.Query($"SELECT {Columns} FROM accounts WHERE owner = $1", owner.ToByteArray());
                return row.Read() ? Record(row, null) : null;
            },
            null,
            cancellationToken);

    public async Task<AccountCreation> CreateAsync(
        string bareJid, NewAccount account, CancellationToken cancellationToken = default) =>
        (await CreateManyAsync([(bareJid, account)], cancellationToken).ConfigureAwait(false))[0];

    public async Task<IReadOnlyList<AccountCreation>> CreateManyAsync(
        IReadOnlyList<(string BareJid, NewAccount Account)> accounts, CancellationToken cancellationToken = default)
    {
        var results = new List<AccountCreation>(accounts.Count);
        foreach (var chunk in accounts.Chunk(AccountsPerCommit))
        {
            results.AddRange(await core.WriteAsync(db => Create(db, chunk), cancellationToken, exclusive: true).ConfigureAwait(false));
        }

        return results;
    }

    public ValueTask<AccountCredentials?> GetCredentialsAsync(OwnerId owner, CancellationToken cancellationToken = default) =>
        core.ReadOwnedAsync(
            db => db.Scalar("SELECT credentials FROM accounts WHERE owner = $1", owner.ToByteArray()) is byte[] box
                ? AccountCredentials.FromBytes(core.Vault.Open(owner, VaultTable.Account, default, CredentialsColumn, box).ToArray())
                : null,
            null,
            cancellationToken);

    public Task SetCredentialsAsync(OwnerId owner, AccountCredentials credentials, CancellationToken cancellationToken = default)
    {
        var bytes = credentials.ToBytes();
        return core.WriteAsync(
            db => Existing(db.Run(
                "UPDATE accounts SET credentials = $2 WHERE owner = $1", owner.ToByteArray(),
                core.Vault.Seal(owner, VaultTable.Account, default, CredentialsColumn, bytes))),
            cancellationToken,
            bytes: bytes.Length);
    }

    public Task SetStateAsync(OwnerId owner, AccountState state, CancellationToken cancellationToken = default) => core.WriteAsync(
        db => Existing(db.Run("UPDATE accounts SET state = $2 WHERE owner = $1", owner.ToByteArray(), (int)state)), cancellationToken);

    public Task TouchAsync(OwnerId owner, DateOnly day, CancellationToken cancellationToken = default) => core.WriteAsync(
        db => db.Run(
            "UPDATE accounts SET last_used = $2 WHERE owner = $1 AND (last_used IS NULL OR last_used < $2)",
            owner.ToByteArray(), day.DayNumber),
        cancellationToken);

    public Task<bool> DeleteAsync(OwnerId owner, bool reserveName, CancellationToken cancellationToken = default) => core.WriteAsync(
        db =>
        {
            // The note comes first, so that a stop at any point is made good at the next start; then the keys; the rows follow.
            var existed = db.Transaction(() => Note(db, owner, reserveName));
            if (existed)
            {
                core.Vault.DestroyOwner(owner);
                core.Counters.Remove(owner);
            }

            return existed;
        },
        cancellationToken,
        exclusive: true);

    public ValueTask<IReadOnlyList<StoredSize>> SizesAsync(OwnerId owner, CancellationToken cancellationToken = default) =>
        new(core.ReadAsync<IReadOnlyList<StoredSize>>(
            db =>
            [
                Size(db, "account", "SELECT count(*), sum(length(name) + length(credentials)) FROM accounts WHERE owner = $1", owner),
                Size(db, "roster", "SELECT count(*), sum(length(item)) FROM roster WHERE owner = $1", owner),
                Size(db, "values", "SELECT count(*), sum(length(value)) FROM keyvalue WHERE owner = $1", owner),
                Size(db, "archive", "SELECT count(*), sum(length(message)) FROM archive WHERE owner = $1", owner),
            ],
            cancellationToken));

    public ValueTask<long> CountAsync(string domain, CancellationToken cancellationToken = default) => new(core.ReadAsync(
        db => (long)db.Scalar("SELECT count(*) FROM accounts WHERE domain_hash = $1", core.Vault.Names.HashDomain(domain))!,
        cancellationToken));

    static StoredSize Size(Database db, string kind, string sql, OwnerId owner)
    {
        using var row = db.Query(sql, owner.ToByteArray());
        row.Read();
        return new StoredSize(kind, row.GetInt64(0), row.IsDBNull(1) ? 0 : row.GetInt64(1));
    }

    static int Existing(int changed) => changed > 0
        ? changed
        : throw new StorageException(StorageErrorKind.NoSuchOwner, "The account does not exist (any more).");

    AccountRecord? Find(Database db, string bareJid)
    {
        // More than one generation only while the name key is being rotated, or names stay reserved under an older one.
        foreach (var generation in core.Vault.Names.Generations)
        {
            using var row = db.Query(
                $"SELECT {Columns} FROM accounts WHERE name_hash = $1", core.Vault.Names.Hash(generation, bareJid));
            if (row.Read())
            {
                return Record(row, bareJid);
            }
        }

        return null;
    }

    AccountRecord Record(SqliteDataReader row, string? name)
    {
        var owner = OwnerId.FromBytes(row.GetFieldValue<byte[]>(0));
        return new AccountRecord
        {
            Owner = owner,
            BareJid = name
                ?? Encoding.UTF8.GetString(core.Vault.Open(owner, VaultTable.Account, default, NameColumn, row.GetFieldValue<byte[]>(5)).Span),
            State = (AccountState)row.GetInt32(1),
            Origin = (AccountOrigin)row.GetInt32(2),
            Created = DateOnly.FromDayNumber(row.GetInt32(3)),
            LastUsed = row.IsDBNull(4) ? null : DateOnly.FromDayNumber(row.GetInt32(4)),
        };
    }

    bool Note(Database db, OwnerId owner, bool reserveName)
    {
        if (reserveName)
        {
            db.Run(
                "INSERT OR IGNORE INTO reserved (name_hash, generation) SELECT name_hash, name_generation FROM accounts WHERE owner = $1",
                owner.ToByteArray());
        }

        if (db.Run("DELETE FROM accounts WHERE owner = $1", owner.ToByteArray()) == 0)
        {
            return false;
        }

        purger.NoteOwner(db, owner);
        return true;
    }

    AccountCreation[] Create(Database db, (string BareJid, NewAccount Account)[] accounts)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var results = Array.ConvertAll(accounts, a => new AccountCreation(names.Add(a.BareJid) ? Check(db, a.BareJid) : AccountCreationOutcome.NameTaken, null));
        for (var i = 0; i < results.Length; i++)
        {
            if (results[i].Outcome == AccountCreationOutcome.Created)
            {
                results[i] = results[i] with { Record = NewRecord(accounts[i].BareJid, accounts[i].Account) };
            }
        }

        var fresh = results.Zip(accounts, (r, a) => (r.Record, a.Account)).Where(a => a.Record is not null).ToList();
        if (fresh.Count > 0)
        {
            // Keys without rows are harmless, and dropped at the next renewal of the epoch; rows without keys would not be.
            core.Vault.AddOwners([.. fresh.Select(a => a.Record!.Owner)]);
            db.Transaction(() =>
            {
                fresh.ForEach(a => Insert(db, a.Record!, a.Account));
                return true;
            });
        }

        return results;
    }

    AccountCreationOutcome Check(Database db, string bareJid)
    {
        if (Find(db, bareJid) is not null)
        {
            return AccountCreationOutcome.NameTaken;
        }

        var reserved = core.Vault.Names.Generations.Any(
            g => db.Scalar("SELECT 1 FROM reserved WHERE name_hash = $1", core.Vault.Names.Hash(g, bareJid)) is not null);
        return reserved ? AccountCreationOutcome.NameReserved : AccountCreationOutcome.Created;
    }

    static AccountRecord NewRecord(string bareJid, NewAccount account) => new()
    {
        Owner = OwnerId.New(),
        BareJid = bareJid,
        State = AccountState.Active,
        Origin = account.Origin,
        Created = account.Created,
        LastUsed = account.LastUsed,
    };

    void Insert(Database db, AccountRecord record, NewAccount account) => db.Run(
        "INSERT INTO accounts (owner, name_hash, name_generation, domain_hash, state, origin, created, last_used, name, credentials) "
        + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        record.Owner.ToByteArray(),
        core.Vault.Names.Hash(record.BareJid),
        core.Vault.Names.Generation,
        core.Vault.Names.HashDomain(VaultNames.DomainOf(record.BareJid)),
        (int)record.State,
        (int)record.Origin,
        record.Created.DayNumber,
        record.LastUsed?.DayNumber,
        core.Vault.Seal(record.Owner, VaultTable.Account, default, NameColumn, Encoding.UTF8.GetBytes(record.BareJid)),
        core.Vault.Seal(record.Owner, VaultTable.Account, default, CredentialsColumn, account.Credentials.ToBytes()));
}
