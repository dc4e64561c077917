using Nightjar.Server.Roster;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Sessions;

/// <content>Subscriptions (RFC 6121 §3).</content>
public sealed partial class Account
{
    /// <summary>
    /// Requests of people outside the roster that wait for an answer: anybody can send one, and each is sent at every log-in. More
    /// are dropped without a word.
    /// </summary>
    private const int MaxRequests = 200;

    /// <summary>A request larger than this is kept without what it says: it is kept until somebody answers.</summary>
    private const int MaxRequestBytes = 2048;

    private ValueTask OwnSubscription(BoundResource resource, Presence presence)
    {
        if (presence.To is null)
        {
            Refuse(resource, presence, new StanzaError(StanzaErrorCondition.BadRequest, "A subscription needs an addressee."));
            return ValueTask.CompletedTask;
        }

        // To oneself one is always subscribed.
        return presence.To.BareEquals(Bare)
            ? ValueTask.CompletedTask
            : _line.Run(RosterNeed.All, () => OutgoingSubscription(resource, presence));
    }

    private void OutgoingSubscription(BoundResource resource, Presence presence)
    {
        Jid contact = presence.To!.Bare;
        if (_line.Contacts is not { } contacts)
        {
            Refuse(resource, presence, NotStored);
            return;
        }

        RosterItem before = contacts.Find(contact) ?? new RosterItem { Peer = contact };
        SubscriptionStep step = SubscriptionMachine.Outbound(presence.Type, before.State, before.IsApproved);
        bool isListed = before.IsListed || step.IsApproved || (step.State & ~SubscriptionState.PendingIn) != 0;
        RosterItem after = before.After(step, isListed);
        if (!before.IsListed && isListed && IsRosterFull(contacts))
        {
            Refuse(resource, presence, RosterFull);
            return;
        }

        Change(before, after, () =>
        {
            if (before.IsSubscriber && !after.IsSubscriber)
            {
                // §3.2.2: as long as the contact is still subscribed.
                HidePresence(contact);
            }

            if (step.Passes)
            {
                _services.Router.RouteAsync(presence.Readdress(Bare, contact)).Forget();
            }
        }, () => Refuse(resource, presence, NotStored));
    }

    private void IncomingSubscription(Presence presence)
    {
        Jid contact = presence.From!.Bare;
        if (contact == Bare)
        {
            return;
        }

        if (_line.Contacts is not { } contacts)
        {
            _services.Router.BounceAsync(presence, NotStored).Forget();
            return;
        }

        RosterItem before = contacts.Find(contact) ?? new RosterItem { Peer = contact };
        SubscriptionStep step = SubscriptionMachine.Inbound(presence.Type, before.State, before.IsApproved);
        RosterItem after = before.After(step, before.IsListed);
        var stanza = (Presence)presence.Readdress(contact, Bare);
        bool isRequest = presence.Type == PresenceType.Subscribe && step.Passes;
        if (isRequest)
        {
            if (!before.IsListed && contacts.Items.Count(i => !i.IsListed) >= MaxRequests)
            {
                return;
            }

            byte[] request = stanza.ToUtf8();
            after = after with { Request = request.Length <= MaxRequestBytes ? request : default };
        }

        Change(before, after, () =>
        {
            if (step.AnswersSubscribed)
            {
                _services.Router.RouteAsync(Presence.Create(Bare, contact, PresenceType.Subscribed)).Forget();
            }

            if (step.Passes)
            {
                foreach (BoundResource resource in _resources)
                {
                    if (isRequest ? resource.IsAvailable : resource.IsInterested)
                    {
                        resource.Deliver(stanza);
                    }
                }
            }

            if (before.IsSubscriber && !after.IsSubscriber)
            {
                HidePresence(contact);
            }
        }, () => _services.Router.BounceAsync(presence, NotStored).Forget());
    }

    /// <summary>
    /// Stores what has changed, if anything; then lets the consequences follow, tells the clients, and shows presence to
    /// whom it newly belongs.
    /// </summary>
    private void Change(RosterItem before, RosterItem after, Action consequences, Action failed)
    {
        if (after == before)
        {
            consequences();
            return;
        }

        _line.Commit(after, version =>
        {
            consequences();
            if (!after.LooksLike(before))
            {
                Push(after, version);
            }

            if (after.IsSubscriber && !before.IsSubscriber)
            {
                ShowPresence(after.Peer);
            }
        }, failed);
    }

    /// <summary>Ends all subscriptions, because the account ends (P8); completes when everybody's stanza is on its way. Any thread.</summary>
    internal Task EndSubscriptionsAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => done.Follow(_record is null ? ValueTask.CompletedTask : _line.Run(RosterNeed.All, () =>
        {
            foreach (RosterItem item in _line.Contacts?.Items ?? [])
            {
                EndSubscription(item);
            }
        })));
        return done.Task;
    }

    /// <summary>What the contact hears when it is removed from the roster (§2.5.2).</summary>
    private void EndSubscription(RosterItem item)
    {
        if (item.IsSubscriber)
        {
            HidePresence(item.Peer);
        }

        if ((item.State & (SubscriptionState.To | SubscriptionState.PendingOut)) != 0)
        {
            _services.Router.RouteAsync(Presence.Create(Bare, item.Peer, PresenceType.Unsubscribe)).Forget();
        }

        if ((item.State & (SubscriptionState.From | SubscriptionState.PendingIn)) != 0)
        {
            _services.Router.RouteAsync(Presence.Create(Bare, item.Peer, PresenceType.Unsubscribed)).Forget();
        }
    }
}
