using Nightjar.Server.Roster;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Payloads;
using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Sessions;

/// <content>Presence that arrives for the account (RFC 6121 §4.3.2, §8.5.2-8.5.3).</content>
public sealed partial class Account
{
    private ValueTask HandlePresence(Presence presence)
    {
        if (!Passes(ref presence, out StanzaError? refusal))
        {
            return Refuse(presence, refusal);
        }

        if (_line.IsIdle && presence.Type is PresenceType.Available or PresenceType.Unavailable or PresenceType.Error)
        {
            DeliverPresence(presence);
            return ValueTask.CompletedTask;
        }

        if (_line.IsIdle && _line.HasStates && presence.Type == PresenceType.Probe)
        {
            // The common case when a contact logs in: nothing to wait for, so nothing to allocate.
            AnswerProbe(presence);
            return ValueTask.CompletedTask;
        }

        if (_line.IsFull)
        {
            return presence.IsSubscription
                ? _services.Router.BounceAsync(presence, StanzaErrorCondition.ResourceConstraint)
                : ValueTask.CompletedTask;
        }

        return WaitWith(presence);
    }

    /// <summary>What a contact sends behind its approval must not arrive in front of it. Apart, because this makes closures.</summary>
    private ValueTask WaitWith(Presence presence) => presence switch
    {
        { IsSubscription: true } => _line.Run(RosterNeed.All, () => IncomingSubscription(presence)),
        { Type: PresenceType.Probe } => _line.Run(RosterNeed.States, () => AnswerProbe(presence)),
        _ => _line.Run(RosterNeed.None, () => DeliverPresence(presence)),
    };

    private void DeliverPresence(Presence presence)
    {
        if (presence.To is { IsFull: true } full)
        {
            BoundResource? addressed = FindResource(full);
            if (presence.IsError && addressed?.DirectedPresence is { } directed && presence.From is { } from)
            {
                // It did not arrive, so nobody there needs to hear the end of it.
                directed.Remove(from);
            }

            addressed?.Deliver(presence);
            return;
        }

        if (presence.IsError)
        {
            return;
        }

        foreach (BoundResource resource in _resources)
        {
            if (resource.IsAvailable)
            {
                resource.Deliver(presence);
            }
        }
    }

    private void AnswerProbe(Presence probe)
    {
        Jid asker = probe.From!;
        if (!_line.HasStates && !asker.BareEquals(Bare))
        {
            // The roster could not be read: better no answer than a wrong one.
            return;
        }

        if ((StateOf(asker.Bare) & SubscriptionState.From) == 0)
        {
            _services.Router.RouteAsync(Presence.Create(Bare, asker.Bare, PresenceType.Unsubscribed)).Forget();
            return;
        }

        if (probe.To is { IsFull: true } full)
        {
            if (FindResource(full)?.Presence is { } presence)
            {
                _services.Router.RouteAsync(presence.Readdress(full, asker)).Forget();
            }

            return;
        }

        if (_resources.Exists(r => r.IsAvailable))
        {
            ShowPresence(asker);
        }
        else if (MaySee(asker.Bare))
        {
            _services.Router.RouteAsync(GonePresence(asker)).Forget();
        }
    }

    private Stanza GonePresence(Jid asker) => LastUnavailable is { } last && LastUnavailableAt is { } when
        ? last.Readdress(Bare, asker).Append(new Delay(when, Bare.DomainJid).ToElement())
        : Presence.Create(Bare, asker, PresenceType.Unavailable);
}
