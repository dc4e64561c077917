using Nightjar.Server.Roster;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Sessions;

/// <content>Who is told of presence, and who is asked for it (RFC 6121 §4.2.2, §4.3.1).</content>
public sealed partial class Account
{
    /// <summary>What the last resource said when it left; null while one is available, or when nobody remembers. Inside the mailbox.</summary>
    public Presence? LastUnavailable { get; private set; }

    /// <summary>When that was. Kept in memory only, and not for long: an idle account leaves it. Inside the mailbox.</summary>
    public DateTimeOffset? LastUnavailableAt { get; private set; }

    /// <summary>
    /// What holds between the account and a contact; <see cref="SubscriptionState.Both"/> for the account itself. Begin inside
    /// the mailbox; when the roster has to be loaded first, what follows the await runs outside it.
    /// </summary>
    public async ValueTask<SubscriptionState> SubscriptionWithAsync(Jid contact)
    {
        SubscriptionState state = SubscriptionState.None;
        await _line.Run(RosterNeed.States, () => state = StateOf(contact.Bare)).ConfigureAwait(false);
        return state;
    }

    /// <summary>
    /// What holds between the account and a contact, if that is in memory: always while one of its resources is available.
    /// Inside the mailbox.
    /// </summary>
    /// <returns>False when it would have to be loaded first: see <see cref="SubscriptionWithAsync"/>.</returns>
    public bool TryGetSubscriptionWith(Jid contact, out SubscriptionState state)
    {
        state = StateOf(contact.Bare);
        return _line.HasStates || contact.BareEquals(Bare);
    }

    /// <summary>True when the contact may see the account's presence (subscription <c>from</c> or <c>both</c>). As <see cref="SubscriptionWithAsync"/>.</summary>
    public async ValueTask<bool> IsSubscribedToUsAsync(Jid contact) =>
        (await SubscriptionWithAsync(contact).ConfigureAwait(false) & SubscriptionState.From) != 0;

    /// <summary>
    /// As <see cref="IsSubscribedToUsAsync"/>, at once; null when the roster is not in memory, which it is while a resource is
    /// available. Inside the mailbox.
    /// </summary>
    public bool? IsSubscribedToUs(Jid contact) =>
        contact.BareEquals(Bare) ? true
        : _line.Contacts is null && _line.Index is null ? null
        : (StateOf(contact.Bare) & SubscriptionState.From) != 0;

    /// <summary>The whole item of a contact, or null. As <see cref="SubscriptionWithAsync"/>.</summary>
    public async ValueTask<RosterItem?> RosterItemOfAsync(Jid contact)
    {
        RosterItem? item = null;
        await _line.Run(RosterNeed.All, () => item = _line.Contacts?.Find(contact.Bare)).ConfigureAwait(false);
        return item;
    }

    /// <summary>
    /// Sends <c>unavailable</c> from every available resource to every contact and target of directed presence that
    /// <paramref name="isMeant"/> and that could see it, whatever <see cref="PresenceAudienceHook"/> says. Inside the mailbox.
    /// </summary>
    public void SendUnavailableTo(Func<Jid, bool> isMeant) => _line.Run(RosterNeed.States, () =>
    {
        foreach (BoundResource resource in _resources)
        {
            Presence? gone = null;
            foreach (Jid target in Audience(resource).Where(isMeant))
            {
                gone ??= Presence.Create(resource.Jid, null, PresenceType.Unavailable);
                _services.Router.RouteAsync(gone.Readdress(resource.Jid, target)).Forget();
            }

            resource.DirectedPresence?.RemoveWhere(t => isMeant(t));
        }
    }).Forget();

    /// <summary>Sends the presence of every available resource to the subscribed contacts that <paramref name="isMeant"/>. Inside the mailbox.</summary>
    public void SendPresenceTo(Func<Jid, bool> isMeant) => _line.Run(RosterNeed.States, () =>
    {
        foreach (Jid contact in ContactsWith(SubscriptionState.From).Where(isMeant))
        {
            ShowPresence(contact);
        }
    }).Forget();

    private SubscriptionState StateOf(Jid bare)
    {
        if (bare == Bare)
        {
            return SubscriptionState.Both;
        }

        return _line.Contacts is { } contacts ? contacts.Find(bare)?.State ?? SubscriptionState.None
            : _line.Index?.StateOf(bare) ?? SubscriptionState.None;
    }

    private IEnumerable<Jid> ContactsWith(SubscriptionState wanted)
    {
        if (_line.Contacts is { } contacts)
        {
            return contacts.Items.Where(i => (i.State & wanted) != 0).Select(i => i.Peer);
        }

        return _line.Index?.With(wanted) ?? [];
    }

    private IEnumerable<Jid> Audience(BoundResource resource)
    {
        IEnumerable<Jid> subscribers = resource.IsAvailable ? ContactsWith(SubscriptionState.From) : [];
        return resource.DirectedPresence is { } directed ? subscribers.Union(directed) : subscribers;
    }

    private bool MaySee(Jid contact)
    {
        foreach (PresenceAudienceHook hook in _services.Hooks.PresenceAudience)
        {
            try
            {
                if (!hook(this, contact))
                {
                    return false;
                }
            }
            catch (Exception fault)
            {
                _services.OnFault(fault);
                return false;
            }
        }

        return true;
    }

    private void TellSubscribers(Presence presence)
    {
        foreach (Jid contact in ContactsWith(SubscriptionState.From))
        {
            if (MaySee(contact))
            {
                _services.Router.RouteAsync(presence.Readdress(presence.From, contact)).Forget();
            }
        }
    }

    /// <summary>All available resources, and the one it came from (§4.2.2, §4.5.2): an account is subscribed to itself.</summary>
    private void TellOwnResources(Presence presence, BoundResource from)
    {
        Stanza? copy = null;
        foreach (BoundResource resource in _resources)
        {
            if (resource.IsAvailable || resource == from)
            {
                resource.Deliver(copy ??= presence.Readdress(presence.From, Bare));
            }
        }
    }

    /// <summary>A resource has come: it learns who is there, and what waited for somebody to come.</summary>
    private void Introduce(BoundResource resource)
    {
        LastUnavailable = null;
        LastUnavailableAt = null;
        foreach (BoundResource other in _resources)
        {
            if (other != resource && other.Presence is { } presence)
            {
                resource.Deliver(presence.Readdress(other.Jid, resource.Jid));
            }
        }

        Presence? probe = null;
        foreach (Jid contact in ContactsWith(SubscriptionState.To))
        {
            if (!MaySee(contact))
            {
                // A probe shows as well as presence does that somebody is there.
                continue;
            }

            probe ??= Presence.Create(resource.Jid, null, PresenceType.Probe);
            _services.Router.RouteAsync(probe.Readdress(resource.Jid, contact)).Forget();
        }

        foreach (RosterItem item in _line.Contacts?.Items ?? [])
        {
            if ((item.State & SubscriptionState.PendingIn) != 0)
            {
                resource.Deliver(WaitingRequest(item));
            }
        }
    }

    private Presence WaitingRequest(RosterItem item) =>
        Element.TryParse(item.Request, out Element? kept) && Stanza.FromElement(kept, item.Peer, Bare) is Presence request
            ? request
            : Presence.Create(item.Peer, Bare, PresenceType.Subscribe);

    private void ShowPresence(Jid target)
    {
        if (!MaySee(target.Bare))
        {
            return;
        }

        foreach (BoundResource resource in _resources)
        {
            if (resource.Presence is { } presence)
            {
                _services.Router.RouteAsync(presence.Readdress(resource.Jid, target)).Forget();
            }
        }
    }

    private void HidePresence(Jid contact)
    {
        foreach (BoundResource resource in _resources)
        {
            if (resource.IsAvailable)
            {
                _services.Router.RouteAsync(Presence.Create(resource.Jid, contact, PresenceType.Unavailable)).Forget();
            }
        }
    }
}
