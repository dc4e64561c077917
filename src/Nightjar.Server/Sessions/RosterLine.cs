using Nightjar.Server.Roster;
using Nightjar.Server.Storage;

namespace Nightjar.Server.Sessions;

/// <summary>
/// The line in which everything waits that reads or changes an account's roster. Whoever finds the line empty and the
/// roster at hand goes on at once. Otherwise it waits for the roster to be loaded, or for the change in front of it to
/// be committed: so no consequence of a change overtakes the change, and memory never knows more than the disk. Inside the mailbox.
/// </summary>
internal sealed class RosterLine(Account account, AccountServices services)
{
    private Queue<Step>? _waiting;
    private Step? _running;
    private bool _held;
    private bool _broken;
    private bool _used;

    /// <summary>The roster; null when it is not loaded, or could not be.</summary>
    public ContactList? Contacts { get; private set; }

    /// <summary>What is left of the roster while nobody uses it; null when the whole is there, or nothing.</summary>
    public ContactIndex? Index { get; private set; }

    /// <summary>It is known who is subscribed.</summary>
    public bool HasStates => Contacts is not null || Index is not null;

    /// <summary>Nothing waits and nothing is being written.</summary>
    public bool IsIdle => !_held && _waiting is not { Count: > 0 };

    /// <summary>What others send must not wait here any more; the account's own sessions are bounded by their windows.</summary>
    public bool IsFull => _waiting is { } waiting && waiting.Count >= services.Limits.MailboxQueue;

    /// <summary>Does <paramref name="work"/> in its turn; completes when it and the change it commits are done.</summary>
    public ValueTask Run(RosterNeed need, Action work)
    {
        _used |= need == RosterNeed.All;
        var step = new Step(need, work);
        if (IsIdle && Has(need))
        {
            Take(step);
            return _held ? new ValueTask(step.Done.Task) : ValueTask.CompletedTask;
        }

        (_waiting ??= new Queue<Step>()).Enqueue(step);
        Task done = step.Done.Task;
        Advance();
        return new ValueTask(done);
    }

    /// <summary>Stores a changed item; the line is held until that is committed and <paramref name="then"/> has run.</summary>
    /// <param name="item">The item; a blank one is removed.</param>
    /// <param name="then">Runs in the mailbox after memory has the change as well; gets the roster's new version.</param>
    /// <param name="failed">Runs in the mailbox when the store refused: nothing has changed.</param>
    public void Commit(RosterItem item, Action<long> then, Action failed)
    {
        _held = true;
        IRosterStore store = services.Store.Rosters;
        Task<long> write = item.IsBlank ? store.RemoveAsync(account.Owner, item.Peer.ToString()) : store.PutAsync(account.Owner, RosterItemFormat.Write(item));
        _ = FollowAsync(write, item, then, failed);
    }

    /// <summary>
    /// Lets go of a roster that was not used since the last call; keeps the states when <paramref name="keepStates"/> says that
    /// somebody is connected. From time to time.
    /// </summary>
    public void Tidy(bool keepStates)
    {
        if (IsIdle && !_used && Contacts is { } contacts)
        {
            Index = keepStates ? new ContactIndex(contacts) : null;
            Contacts = null;
            _waiting = null;
        }

        _used = false;
    }

    private bool Has(RosterNeed need) => need switch
    {
        RosterNeed.None => true,
        RosterNeed.States => HasStates || _broken,
        _ => Contacts is not null || _broken,
    };

    private void Advance()
    {
        while (!_held && _waiting is { Count: > 0 } waiting)
        {
            if (!Has(waiting.Peek().Need))
            {
                _held = true;
                _ = LoadAsync();
                return;
            }

            Take(waiting.Dequeue());
        }
    }

    private void Take(Step step)
    {
        _running = step;
        try
        {
            step.Work();
        }
        catch (Exception fault)
        {
            services.OnFault(fault);
        }

        if (!_held)
        {
            Finish();
        }
    }

    private void Finish()
    {
        Step? done = _running;
        _running = null;
        done?.Finish();
    }

    private async Task LoadAsync()
    {
        RosterData? data = null;
        try
        {
            data = await services.Store.Rosters.LoadAsync(account.Owner).ConfigureAwait(false);
        }
        catch (StorageException fault)
        {
            services.OnStorageFault(fault);
        }

        account.Post(() => Loaded(data));
    }

    private void Loaded(RosterData? data)
    {
        if (data is not null)
        {
            Contacts = new ContactList(data);
            Index = null;
            if (Contacts.DamagedRows > 0)
            {
                services.OnStorageFault(new StorageException(StorageErrorKind.Corrupt, $"{Contacts.DamagedRows} contacts of a roster cannot be read."));
            }
        }

        // Without a roster everything that waited hears so, and the next one tries again.
        _broken = data is null;
        _held = false;
        Advance();
        _broken = false;
    }

    private async Task FollowAsync(Task<long> write, RosterItem item, Action<long> then, Action failed)
    {
        long version = 0;
        bool stored = false;
        try
        {
            version = await write.ConfigureAwait(false);
            stored = true;
        }
        catch (StorageException fault)
        {
            services.OnStorageFault(fault);
        }

        account.Post(() =>
        {
            _held = false;
            try
            {
                if (stored)
                {
                    Contacts?.Apply(item, version);
                    then(version);
                }
                else
                {
                    failed();
                }
            }
            catch (Exception fault)
            {
                services.OnFault(fault);
            }

            if (!_held)
            {
                Finish();
                Advance();
            }
        });
    }

    private sealed class Step(RosterNeed need, Action work)
    {
        private TaskCompletionSource? _done;

        public RosterNeed Need { get; } = need;

        public Action Work { get; } = work;

        /// <summary>Made only for a step that has to be waited for.</summary>
        public TaskCompletionSource Done => _done ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Finish() => _done?.TrySetResult();
    }
}
