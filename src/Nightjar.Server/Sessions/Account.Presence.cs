using Nightjar.Server.Roster;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Sessions;

/// <content>Presence that the account's own resources send (RFC 6121 §4.2, §4.4-4.6).</content>
public sealed partial class Account
{
    /// <summary>
    /// Targets of directed presence that one resource may have at once, because each is told when it leaves: more rooms than
    /// anybody sits in.
    /// </summary>
    private const int MaxDirected = 1000;

    private readonly RosterLine _line;

    /// <summary>
    /// Presence that one of the account's own resources sends, with or without an addressee. Completes when it is dealt with
    /// and what it changes is committed. Any thread.
    /// </summary>
    internal ValueTask SendPresenceAsync(Session session, Presence presence)
    {
        if (_mailbox.TryEnter())
        {
            try
            {
                return OwnPresence(session, presence);
            }
            finally
            {
                _mailbox.Leave();
            }
        }

        var item = new PresenceItem(this, session, presence);
        _mailbox.Post(item, evenIfFull: true);
        return new ValueTask(item.Done.Task);
    }

    private ValueTask OwnPresence(ISessionPort session, Presence presence)
    {
        if (_resources.Find(r => r.IsPort(session)) is not { } resource)
        {
            return ValueTask.CompletedTask;
        }

        if (presence.IsSubscription)
        {
            return OwnSubscription(resource, presence);
        }

        if (presence.To is not null)
        {
            return _line.Run(RosterNeed.States, () => Direct(resource, presence));
        }

        switch (presence.Type)
        {
            case PresenceType.Available when PresencePriority.TryRead(presence, out int priority):
                RosterNeed need = resource.IsAvailable ? RosterNeed.States : RosterNeed.All;
                return _line.Run(need, () => BecomeAvailable(resource, presence, priority));
            case PresenceType.Available:
                Refuse(resource, presence, new StanzaError(StanzaErrorCondition.BadRequest, "The priority is not a number from -128 to 127."));
                return ValueTask.CompletedTask;
            case PresenceType.Unavailable:
                return _line.Run(RosterNeed.States, () => BecomeUnavailable(resource, presence));
            default:
                // A probe or an error to nobody.
                return ValueTask.CompletedTask;
        }
    }

    private void BecomeAvailable(BoundResource resource, Presence presence, int priority)
    {
        if (!_resources.Contains(resource))
        {
            // The session ended while this waited.
            return;
        }

        bool isInitial = !resource.IsAvailable;
        bool took = resource.TakesBareMessages;
        resource.Presence = presence;
        resource.Priority = priority;
        TellSubscribers(presence);
        TellOwnResources(presence, resource);
        if (isInitial)
        {
            Introduce(resource);
        }

        PresenceChanged(resource, presence, isInitial);
        if (!took && resource.TakesBareMessages)
        {
            FlushPending();
        }
    }

    private void BecomeUnavailable(BoundResource resource, Presence presence)
    {
        bool wasAvailable = resource.IsAvailable;
        resource.Presence = null;
        resource.Priority = 0;
        HashSet<Jid>? directed = resource.DirectedPresence;
        resource.DirectedPresence = null;
        foreach (Jid target in directed ?? [])
        {
            // A subscriber hears of it anyway, once.
            if (!wasAvailable || (StateOf(target.Bare) & SubscriptionState.From) == 0)
            {
                _services.Router.RouteAsync(presence.Readdress(resource.Jid, target)).Forget();
            }
        }

        if (!wasAvailable)
        {
            return;
        }

        TellSubscribers(presence);
        TellOwnResources(presence, resource);
        if (!_resources.Exists(r => r.IsAvailable))
        {
            LastUnavailable = presence;
            LastUnavailableAt = _services.Time.GetUtcNow();
        }

        PresenceChanged(resource, presence, isInitial: false);
    }

    /// <summary>Directed presence (§4.6), and probes and errors that a client addresses itself.</summary>
    private void Direct(BoundResource resource, Presence presence)
    {
        Jid target = presence.To!;
        if (presence.Type == PresenceType.Available)
        {
            bool isTold = resource.IsAvailable && (StateOf(target.Bare) & SubscriptionState.From) != 0;
            if (!isTold && !target.BareEquals(Bare))
            {
                HashSet<Jid> directed = resource.DirectedPresence ??= new HashSet<Jid>(1);
                if (directed.Count >= MaxDirected && !directed.Contains(target))
                {
                    Refuse(resource, presence, new StanzaError(StanzaErrorCondition.ResourceConstraint, "You are present in too many places."));
                    return;
                }

                directed.Add(target);
            }
        }
        else if (presence.Type == PresenceType.Unavailable && resource.DirectedPresence is { } directed)
        {
            directed.Remove(target);
            if (directed.Count == 0)
            {
                resource.DirectedPresence = null;
            }
        }

        _services.Router.RouteAsync(presence).Forget();
    }

    /// <summary>The session has ended: whoever saw the resource hears that it is gone.</summary>
    private void ResourceGone(BoundResource resource)
    {
        if (!resource.IsAvailable && resource.DirectedPresence is null && _line.IsIdle)
        {
            return;
        }

        _line.Run(RosterNeed.States, () =>
        {
            if (resource.IsAvailable || resource.DirectedPresence is not null)
            {
                BecomeUnavailable(resource, Presence.Create(resource.Jid, null, PresenceType.Unavailable));
            }
        }).Forget();
    }

    private void PresenceChanged(BoundResource resource, Presence presence, bool isInitial)
    {
        foreach (PresenceChangedHook hook in _services.Hooks.PresenceChanged)
        {
            try
            {
                hook(this, resource, presence, isInitial);
            }
            catch (Exception fault)
            {
                _services.OnFault(fault);
            }
        }
    }

    private static void Refuse(BoundResource resource, Stanza stanza, StanzaError error) =>
        resource.Deliver(stanza.ErrorReply(error));

    private sealed class PresenceItem(Account account, Session session, Presence presence) : MailboxItem
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Run()
        {
            ValueTask work;
            try
            {
                work = account.OwnPresence(session, presence);
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
