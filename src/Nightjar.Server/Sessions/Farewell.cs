using Nightjar.Server.Roster;
using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Sessions;

/// <summary>Tells the contacts of an account that is being deleted that nothing holds between them any more (P8, XEP-0077 §3.2).</summary>
internal static class Farewell
{
    /// <summary>Sends what each contact must hear; whether a remote one can be reached does not hold the deletion up.</summary>
    public static async Task SendAsync(AccountServices services, AccountRecord account)
    {
        Jid bare = Jid.Parse(account.BareJid);
        RosterData roster = await services.Store.Rosters.LoadAsync(account.Owner).ConfigureAwait(false);
        foreach (RosterRow row in roster.Rows)
        {
            if (RosterItemFormat.Read(row) is not { } contact)
            {
                continue;
            }

            if ((contact.State & (SubscriptionState.To | SubscriptionState.PendingOut)) != 0)
            {
                services.Router.RouteAsync(Presence.Create(bare, contact.Peer, PresenceType.Unsubscribe)).Forget();
            }

            if ((contact.State & (SubscriptionState.From | SubscriptionState.PendingIn)) != 0)
            {
                services.Router.RouteAsync(Presence.Create(bare, contact.Peer, PresenceType.Unsubscribed)).Forget();
            }
        }
    }
}
