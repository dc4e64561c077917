using Nightjar.Server.Storage;

namespace Nightjar.Testing.Storage;

sealed class InMemoryAccounts(MemoryData data) : IAccountStore
{
    public ValueTask<AccountRecord?> FindAsync(string bareJid, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(data.Read(() =>
            data.Names.TryGetValue(bareJid, out var owner) ? data.Owners[owner].Account : null));

    public ValueTask<AccountRecord?> GetAsync(OwnerId owner, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(data.Read(() => data.Owners.GetValueOrDefault(owner)?.Account));

    public Task<AccountCreation> CreateAsync(
        string bareJid, NewAccount account, CancellationToken cancellationToken = default) =>
        data.WriteAsync(() => Create(bareJid, account));

    public Task<IReadOnlyList<AccountCreation>> CreateManyAsync(
        IReadOnlyList<(string BareJid, NewAccount Account)> accounts, CancellationToken cancellationToken = default) =>
        data.WriteAsync<IReadOnlyList<AccountCreation>>(() => [.. accounts.Select(a => Create(a.BareJid, a.Account))]);

    public ValueTask<AccountCredentials?> GetCredentialsAsync(
        OwnerId owner, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(data.Read(() => data.Owners.TryGetValue(owner, out var o) && o.Account is not null
            ? AccountCredentials.FromBytes(o.Credentials)
            : null));

    public Task SetCredentialsAsync(
        OwnerId owner, AccountCredentials credentials, CancellationToken cancellationToken = default) =>
        data.WriteAsync(() => Existing(owner).Credentials = credentials.ToBytes());

    public Task SetStateAsync(OwnerId owner, AccountState state, CancellationToken cancellationToken = default) =>
        data.WriteAsync(() => Existing(owner).Account = Existing(owner).Account! with { State = state });

    public Task TouchAsync(OwnerId owner, DateOnly day, CancellationToken cancellationToken = default) =>
        data.WriteAsync(() =>
        {
            if (data.Owners.GetValueOrDefault(owner) is { Account: { } account } found && !(account.LastUsed >= day))
            {
                found.Account = account with { LastUsed = day };
            }

            return true;
        });

    public Task<bool> DeleteAsync(OwnerId owner, bool reserveName, CancellationToken cancellationToken = default) =>
        data.WriteAsync(() =>
        {
            if (data.Owners.GetValueOrDefault(owner) is not { Account: { } account })
            {
                return false;
            }

            data.Owners.Remove(owner);
            data.Names.Remove(account.BareJid);
            if (reserveName)
            {
                data.Reserved.Add(account.BareJid);
            }

            return true;
        });

    public ValueTask<IReadOnlyList<StoredSize>> SizesAsync(OwnerId owner, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<StoredSize>>(data.Read(() => data.Owners.TryGetValue(owner, out var o)
            ? new[]
            {
                new StoredSize("account", o.Account is null ? 0 : 1, o.Credentials.Length),
                new StoredSize("roster", o.Roster.Count, o.Roster.Values.Sum(v => (long)v.Length)),
                new StoredSize("values", o.Values.Count, o.Values.Values.Sum(v => (long)v.Length)),
                new StoredSize("archive", o.Archive.Count, o.Archive.Values.Sum(v => (long)v.Entry.Stanza.Length)),
            }
            : []));

    public ValueTask<long> CountAsync(string domain, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(data.Read(() =>
            (long)data.Names.Keys.Count(n => n[(n.IndexOf('@', StringComparison.Ordinal) + 1)..] == domain)));

    MemoryOwner Existing(OwnerId owner) => data.Owners.GetValueOrDefault(owner) is { Account: not null } found
        ? found
        : throw new StorageException(StorageErrorKind.NoSuchOwner, "The account does not exist.");

    AccountCreation Create(string bareJid, NewAccount account)
    {
        if (data.Names.ContainsKey(bareJid))
        {
            return new AccountCreation(AccountCreationOutcome.NameTaken, null);
        }

        if (data.Reserved.Contains(bareJid))
        {
            return new AccountCreation(AccountCreationOutcome.NameReserved, null);
        }

        var record = new AccountRecord
        {
            Owner = OwnerId.New(),
            BareJid = bareJid,
            State = AccountState.Active,
            Origin = account.Origin,
            Created = account.Created,
            LastUsed = account.LastUsed,
        };
        data.Names.Add(bareJid, record.Owner);
        data.Owners.Add(record.Owner, new MemoryOwner { Account = record, Credentials = account.Credentials.ToBytes() });
        return new AccountCreation(AccountCreationOutcome.Created, record);
    }
}
