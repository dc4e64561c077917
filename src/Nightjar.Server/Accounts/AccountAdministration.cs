using Nightjar.Server.Configuration;
using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Server.Accounts;

/// <summary>
/// What an operator can do to accounts: the same whether a server is running or not. Nothing here sets the password of
/// an existing account or shows what it contains. Any thread.
/// </summary>
public sealed class AccountAdministration(IStore store, NightjarOptions options, TimeProvider time)
{
    private readonly RegistrationCodes codes = new(store, time);

    /// <summary>
    /// Called and awaited when an account is suspended or about to be removed, after the store refuses its log-ins and
    /// before anything is deleted: the running server ends its sessions and tells its contacts.
    /// </summary>
    public Func<AccountEnding, CancellationToken, Task>? Ending { get; set; }

    /// <summary>
    /// Adds accounts, thousands at once; one result for each, in order. Names and passwords only have to satisfy RFC
    /// 8265 (P11). The hashing runs on the thread pool, at most two at a time beside the server's own work.
    /// </summary>
    public async Task<IReadOnlyList<AccountResult>> AddAsync(
        IReadOnlyList<(string Address, string Password)> accounts, CancellationToken cancellationToken = default)
    {
        var results = new AccountResult[accounts.Count];
        var prepared = new (string BareJid, NewAccount Account)?[accounts.Count];
        var today = Today();
        var parallelism = new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, accounts.Count, parallelism, async (i, cancel) =>
        {
            (results[i], prepared[i]) = await PrepareAsync(accounts[i].Address, accounts[i].Password, today, cancel).ConfigureAwait(false);
        }).ConfigureAwait(false);

        var positions = Enumerable.Range(0, accounts.Count).Where(i => prepared[i] is not null).ToList();
        var created = await store.Accounts.CreateManyAsync([.. positions.Select(i => prepared[i]!.Value)], cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < positions.Count; i++)
        {
            results[positions[i]] = new(created[i].Outcome switch
            {
                AccountCreationOutcome.Created => AccountOutcome.Done,
                AccountCreationOutcome.NameReserved => AccountOutcome.NameReserved,
                _ => AccountOutcome.Exists,
            });
        }

        return results;
    }

    /// <summary>Deletes an account and everything it has (P8). Its name stays reserved if anybody may know it.</summary>
    public Task<AccountResult> RemoveAsync(string address, CancellationToken cancellationToken = default) =>
        RemoveAsync(address, null, cancellationToken);

    /// <summary>The same for the owner's own wish: <paramref name="spared"/> is the session that asked and still waits for its answer.</summary>
    internal Task<AccountResult> RemoveAsync(string address, Jid? spared, CancellationToken cancellationToken) =>
        WithAccountAsync(address, async account =>
        {
            var known = await IsKnownToOthersAsync(account, cancellationToken).ConfigureAwait(false);
            await DeleteAsync(account, known, spared, cancellationToken).ConfigureAwait(false);
            return new AccountResult(AccountOutcome.Done);
        }, cancellationToken);

    /// <summary>
    /// Deletes an account and everything it has, and issues a one-time code with which its name can be registered again
    /// (P5): the name, never the contents. For a name that already waits for its code, a new code.
    /// </summary>
    public async Task<AccountResult> ResetAsync(string address, CancellationToken cancellationToken = default)
    {
        if (Parse(address, out var bareJid) is { } fault)
        {
            return new(fault);
        }

        var account = await store.Accounts.FindAsync(bareJid, cancellationToken).ConfigureAwait(false);
        if (account is null && await codes.CheckAsync(bareJid, null, cancellationToken).ConfigureAwait(false) == RegistrationCodeCheck.Free)
        {
            return new(AccountOutcome.NoSuchAccount);
        }

        // The code first: should the machine stop in between, the name is never free for others.
        var code = await codes.IssueAsync(bareJid, cancellationToken).ConfigureAwait(false);
        if (account is not null)
        {
            await DeleteAsync(account, reserveName: false, null, cancellationToken).ConfigureAwait(false);
        }

        return new(AccountOutcome.Done, code);
    }

    /// <summary>Blocks an account: nobody can log in to it, its contents stay.</summary>
    public Task<AccountResult> SuspendAsync(string address, CancellationToken cancellationToken = default) =>
        WithAccountAsync(address, async account =>
        {
            await EndAsync(account, isRemoval: false, null, cancellationToken).ConfigureAwait(false);
            return new AccountResult(AccountOutcome.Done);
        }, cancellationToken);

    /// <summary>Lets a suspended account be used again.</summary>
    public Task<AccountResult> ResumeAsync(string address, CancellationToken cancellationToken = default) =>
        WithAccountAsync(address, async account =>
        {
            await store.Accounts.SetStateAsync(account.Owner, AccountState.Active, cancellationToken).ConfigureAwait(false);
            return new AccountResult(AccountOutcome.Done);
        }, cancellationToken);

    /// <summary>State, days and sizes of an account; null with the reason when there is none.</summary>
    public async Task<(AccountOutcome Outcome, AccountSummary? Summary)> ShowAsync(string address, CancellationToken cancellationToken = default)
    {
        AccountSummary? summary = null;
        var result = await WithAccountAsync(address, async account =>
        {
            summary = new(account, await store.Accounts.SizesAsync(account.Owner, cancellationToken).ConfigureAwait(false));
            return new AccountResult(AccountOutcome.Done);
        }, cancellationToken).ConfigureAwait(false);
        return (result.Outcome, summary);
    }

    private async ValueTask<(AccountResult, (string, NewAccount)?)> PrepareAsync(
        string address, string password, DateOnly today, CancellationToken cancellationToken)
    {
        if (Parse(address, out var bareJid) is { } fault)
        {
            return (new(fault), null);
        }

        if (await codes.CheckAsync(bareJid, null, cancellationToken).ConfigureAwait(false) != RegistrationCodeCheck.Free)
        {
            return (new(AccountOutcome.NameHeld), null);
        }

        var credentials = PasswordHashing.Derive(password, options.Sasl);
        return credentials is null
            ? (new(AccountOutcome.BadPassword), null)
            : (default, (bareJid, new NewAccount { Credentials = credentials, Origin = AccountOrigin.Operator, Created = today }));
    }

    private async Task<AccountResult> WithAccountAsync(
        string address, Func<AccountRecord, Task<AccountResult>> action, CancellationToken cancellationToken)
    {
        if (Parse(address, out var bareJid) is { } fault)
        {
            return new(fault);
        }

        var account = await store.Accounts.FindAsync(bareJid, cancellationToken).ConfigureAwait(false);
        return account is null ? new(AccountOutcome.NoSuchAccount) : await action(account).ConfigureAwait(false);
    }

    private async Task DeleteAsync(AccountRecord account, bool reserveName, Jid? spared, CancellationToken cancellationToken)
    {
        await EndAsync(account, isRemoval: true, spared, cancellationToken).ConfigureAwait(false);
        await store.Accounts.DeleteAsync(account.Owner, reserveName, cancellationToken).ConfigureAwait(false);
    }

    private async Task EndAsync(AccountRecord account, bool isRemoval, Jid? spared, CancellationToken cancellationToken)
    {
        await store.Accounts.SetStateAsync(account.Owner, AccountState.Suspended, cancellationToken).ConfigureAwait(false);
        if (Ending is { } ending)
        {
            await ending(new(account with { State = AccountState.Suspended }, isRemoval, spared), cancellationToken).ConfigureAwait(false);
        }
    }

    // P8: free again if it never logged in or never had a contact, because then nobody can be deceived.
    private async Task<bool> IsKnownToOthersAsync(AccountRecord account, CancellationToken cancellationToken)
    {
        var roster = await store.Rosters.LoadAsync(account.Owner, cancellationToken).ConfigureAwait(false);
        return account.EverUsed && roster.Version > 0;
    }

    private AccountOutcome? Parse(string address, out string bareJid)
    {
        bareJid = "";
        if (Jid.TryParse(address) is not { Local: not null, IsBare: true } jid)
        {
            return AccountOutcome.BadAddress;
        }

        if (!options.Domains.Any(d => d.Name == jid.Domain))
        {
            return AccountOutcome.ForeignDomain;
        }

        bareJid = jid.ToString();
        return null;
    }

    private DateOnly Today() => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
