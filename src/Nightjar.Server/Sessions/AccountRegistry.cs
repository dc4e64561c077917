using System.Collections.Frozen;

using Nightjar.Server.Configuration;
using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Server.Sessions;

/// <summary>
/// The accounts that are in memory. One that is not is loaded when somebody asks: what is posted meanwhile waits in its
/// mailbox, so that order holds from the first stanza on. Idle accounts leave memory again. Thread-safe.
/// </summary>
public sealed class AccountRegistry
{
    private readonly AccountServices _services;
    private readonly FrozenDictionary<string, DomainOptions> _domains;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<Account, byte> _loaded = new();

    internal AccountRegistry(AccountServices services)
    {
        _services = services;
        _domains = services.Options.Domains.ToFrozenDictionary(d => Jid.Parse(d.Name).Domain);
    }

    /// <summary>Accounts in memory.</summary>
    public int Count => _loaded.Count;

    /// <summary>The account of a bare address of a local domain, loaded or being loaded; it may turn out not to exist.</summary>
    internal Account Get(Jid bare)
    {
        while (true)
        {
            if (_services.Router.FindAccount(bare) is Account known)
            {
                return known;
            }

            var account = new Account(_services, bare, _domains[bare.Domain]);
            account.BeginLoading();
            if (_services.Router.AddAccount(bare, account))
            {
                _loaded[account] = 0;
                _ = LoadAsync(account);
                return account;
            }
        }
    }

    /// <summary>The account of a bare address, or null when there is none.</summary>
    public Task<Account?> FindAsync(Jid bare)
    {
        Account account = Get(bare);
        var found = new TaskCompletionSource<Account?>(TaskCreationOptions.RunContinuationsAsynchronously);
        account.Post(() => found.SetResult(account.Exists ? account : null));
        return found.Task;
    }

    /// <summary>Takes accounts out of memory that nothing needs; from the heartbeat.</summary>
    internal void RetireIdle()
    {
        foreach ((Account account, _) in _loaded)
        {
            account.RetireIfIdle();
            if (account.IsRetired)
            {
                _loaded.TryRemove(account, out _);
            }
        }
    }

    /// <summary>The account was deleted: nothing of it may stay in memory.</summary>
    internal void Drop(Account account)
    {
        account.Retire();
        _loaded.TryRemove(account, out _);
    }

    private async Task LoadAsync(Account account)
    {
        AccountRecord? record = null;
        int pending = 0;
        bool isFaulty = false;
        try
        {
            record = await _services.Store.Accounts.FindAsync(account.Bare.ToString()).ConfigureAwait(false);
            if (record is not null)
            {
                pending = await _services.Store.Archive.PendingCountAsync(record.Owner).ConfigureAwait(false);
                account.Owned(record);
                await RunHooksAsync(account).ConfigureAwait(false);
            }
        }
        catch (StorageException fault)
        {
            record = null;
            isFaulty = true;
            _services.OnStorageFault(fault);
        }
        catch (Exception fault)
        {
            // What an extension could not load may be what protects the account.
            record = null;
            isFaulty = true;
            _services.OnFault(fault);
        }

        account.Loaded(record, pending, isFaulty);
        if (record is null)
        {
            _loaded.TryRemove(account, out _);
        }
    }

    private async ValueTask RunHooksAsync(Account account)
    {
        foreach (LoadingHook hook in _services.Hooks.Loading.ToArray())
        {
            await hook(account).ConfigureAwait(false);
        }
    }
}
