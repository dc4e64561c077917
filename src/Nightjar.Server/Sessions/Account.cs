using Nightjar.Server.Configuration;
using Nightjar.Server.Diagnostics;
using Nightjar.Server.Routing;
using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Streams;

namespace Nightjar.Server.Sessions;

/// <summary>
/// An account of a local domain while it is in memory: its mailbox, its connected resources, what it holds for
/// delivery. Everything here happens inside the mailbox, one thing after the other, unless a member says otherwise.
/// </summary>
public sealed partial class Account : IStanzaDestination
{
    private readonly AccountServices _services;
    private readonly Mailbox _mailbox;
    private readonly List<BoundResource> _resources = [];
    private object[] _state = [];
    private volatile int _copyTakers;
    private AccountRecord? _record;
    private volatile bool _retired;
    private bool _isFaulty;

    internal Account(AccountServices services, Jid bare, DomainOptions domain)
    {
        _services = services;
        Bare = bare;
        Domain = domain;
        _mailbox = new Mailbox(services.Limits.MailboxQueue, services.OnFault);
        _archive = new ArchiveChain(services.Store.Archive, _mailbox);
        _line = new RosterLine(this, services);
    }

    /// <summary>The bare address. Any thread.</summary>
    public Jid Bare { get; }

    /// <summary>The settings of its domain. Any thread.</summary>
    public DomainOptions Domain { get; }

    /// <summary>Its id in storage. Any thread, once loaded.</summary>
    public OwnerId Owner => _record!.Owner;

    /// <summary>The last day (UTC) on which a device was connected; null when there never was one. Any thread, once loaded.</summary>
    public DateOnly? LastUsed => _record!.LastUsed;

    /// <summary>The connected resources, available or not. Inside the mailbox only.</summary>
    public IReadOnlyList<BoundResource> Resources => _resources;

    /// <summary>
    /// How many resources want copies of what the account's other resources send; kept by the extension that makes them.
    /// Any thread may read it.
    /// </summary>
    public int CopyTakers
    {
        get => _copyTakers;
        set => _copyTakers = value;
    }

    /// <summary>What the server as a whole offers. Any thread.</summary>
    public AccountServices Services => _services;

    internal bool Exists => _record is not null;

    internal bool IsIdle => _resources.Count == 0 && _mailbox.Waiting == 0 && _deliveries.Count == 0 && _line.IsIdle;

    /// <summary>
    /// Runs <paramref name="work"/> inside the mailbox: at once if it is idle, otherwise in its turn. Any thread.
    /// The queue may be overrun by this: what the server posts to itself is bounded elsewhere.
    /// </summary>
    public void Post(Action work) => _mailbox.Post(new ActionItem(work), evenIfFull: true);

    /// <inheritdoc/>
    public ValueTask ReceiveAsync(Stanza stanza)
    {
        if (_mailbox.TryEnter())
        {
            try
            {
                return Handle(stanza);
            }
            finally
            {
                _mailbox.Leave();
            }
        }

        var item = new ReceiveItem(this, stanza);

        // From a connection (outside all mailboxes) the stanza waits, and the connection stops reading; a mailbox must not wait.
        if (_mailbox.Post(item, evenIfFull: !Mailbox.IsInsideAny))
        {
            return new ValueTask(item.Done.Task);
        }

        return _services.Router.BounceAsync(stanza, StanzaErrorCondition.ResourceConstraint, "Too much is waiting for this account.");
    }

    /// <summary>
    /// Takes note of a message that one of the account's resources sends: keeps it in the archive, gives copies to the
    /// other resources, and sends it on its way. Any thread.
    /// </summary>
    internal ValueTask SendAsync(Jid resource, Message message)
    {
        if (!Domain.Archive && _copyTakers == 0)
        {
            return _services.Router.RouteAsync(message);
        }

        if (_mailbox.TryEnter())
        {
            Task committed;
            try
            {
                committed = NoteSent(resource, message);
            }
            finally
            {
                _mailbox.Leave();
            }

            ValueTask routed = _services.Router.RouteAsync(message);
            return committed.IsCompletedSuccessfully ? routed : BothAsync(committed, routed);
        }

        var item = new SendItem(this, resource, message);
        _mailbox.Post(item, evenIfFull: true);
        return new ValueTask(item.Done.Task);
    }

    /// <summary>What an extension keeps about this account while it is in memory, or null. Inside the mailbox.</summary>
    public T? Get<T>()
        where T : class
    {
        foreach (object state in Volatile.Read(ref _state))
        {
            if (state is T wanted)
            {
                return wanted;
            }
        }

        return null;
    }

    /// <summary>Keeps something about this account; it goes when the account leaves memory. At most one value of each type.</summary>
    public void Set<T>(T value)
        where T : class => Volatile.Write(ref _state, [.. _state.Where(s => s is not T), value]);

    /// <summary>The resource of this full address, or null.</summary>
    public BoundResource? FindResource(Jid full)
    {
        foreach (BoundResource resource in _resources)
        {
            if (ReferenceEquals(resource.Jid, full) || resource.Jid == full)
            {
                return resource;
            }
        }

        return null;
    }

    /// <summary>
    /// Storage has answered: lets in what waited. A null record means that there is no such account, or, when it
    /// <paramref name="isFaulty"/>, that nobody knows.
    /// </summary>
    internal void Loaded(AccountRecord? record, int pendingMessages, bool isFaulty = false)
    {
        _record = record;
        _isFaulty = isFaulty;
        _pendingCount = pendingMessages;
        if (record is null)
        {
            _retired = true;
            _services.Router.RemoveAccount(Bare, this);
        }

        _mailbox.Open();
    }

    /// <summary>It exists; loading hooks may use its id before <see cref="Loaded"/> lets anything in.</summary>
    internal void Owned(AccountRecord record) => _record = record;

    internal bool IsRetired => _retired;

    /// <summary>Takes the account out of memory whatever it holds; stanzas that still arrive find out that it is gone.</summary>
    internal void Retire() => Post(() =>
    {
        _retired = true;
        _services.Router.RemoveAccount(Bare, this);
    });

    internal void BeginLoading() => _mailbox.Shut();

    /// <summary>Takes the account out of memory if nothing needs it. Any thread.</summary>
    internal void RetireIfIdle()
    {
        if (!_mailbox.TryEnter())
        {
            return;
        }

        if (IsIdle)
        {
            _retired = true;
            _services.Router.RemoveAccount(Bare, this);
        }

        _line.Tidy(keepStates: _resources.Count > 0);
        _mailbox.Leave();
    }

    private ValueTask Handle(Stanza stanza)
    {
        if (_record is null)
        {
            return HandleForNobody(stanza);
        }

        if (_retired)
        {
            // Somebody held a reference while the account left memory: the router finds its successor.
            return _services.Router.RouteAsync(stanza);
        }

        return stanza switch
        {
            Message message => HandleMessage(message),
            Presence presence => HandlePresence(presence),
            Iq iq => HandleIq(iq),
            _ => ValueTask.CompletedTask,
        };
    }

    /// <summary>RFC 6121 §8.5.1: the account does not exist.</summary>
    private ValueTask HandleForNobody(Stanza stanza) => stanza switch
    {
        // The same as from an account that exists and to which one is not subscribed (RFC 6121 §4.3.2); but a fault of ours
        // must not end subscriptions.
        Presence { Type: PresenceType.Probe, From: { } asker } when !_isFaulty =>
            _services.Router.RouteAsync(Presence.Create(Bare, asker.Bare, PresenceType.Unsubscribed)),
        Presence => ValueTask.CompletedTask,
        _ => _services.Router.BounceAsync(stanza, StanzaErrorCondition.ServiceUnavailable),
    };

    private Task NoteSent(Jid resource, Message message)
    {
        if (_copyTakers > 0)
        {
            foreach (SentHook hook in _services.Hooks.Sent)
            {
                hook(this, resource, message);
            }
        }

        return Domain.Archive && ArchiveRules.Keeps(message) ? KeepSent(message) : Task.CompletedTask;
    }

    private static async ValueTask BothAsync(Task first, ValueTask second)
    {
        await second.ConfigureAwait(false);
        await first.ConfigureAwait(false);
    }

    private sealed class ActionItem(Action work) : MailboxItem
    {
        public override void Run() => work();
    }

    private sealed class ReceiveItem(Account account, Stanza stanza) : MailboxItem
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Run()
        {
            ValueTask work;
            try
            {
                work = account.Handle(stanza);
            }
            catch
            {
                Done.SetResult();
                throw;
            }

            Done.Follow(work);
        }
    }

    private sealed class SendItem(Account account, Jid resource, Message message) : MailboxItem
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Run()
        {
            ValueTask work;
            try
            {
                Task committed = account.NoteSent(resource, message);
                work = BothAsync(committed, account._services.Router.RouteAsync(message));
            }
            catch
            {
                Done.SetResult();
                throw;
            }

            Done.Follow(work);
        }
    }
}
