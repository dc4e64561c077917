using Nightjar.Server.Extensibility;
using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Sessions;

/// <summary>Decides what becomes of a stanza that a local session sends (RFC 6120 §10.3, RFC 6121 §8.1-8.4).</summary>
internal sealed class StanzaDispatcher(AccountServices services)
{
    /// <summary>Completes when the stanza is dealt with. Runs on the connection's thread.</summary>
    public ValueTask DispatchAsync(Session session, Stanza stanza)
    {
        foreach (OutgoingHook hook in services.Hooks.Outgoing)
        {
            StanzaError? error;
            try
            {
                error = hook(session.Account, stanza);
            }
            catch (Exception fault)
            {
                services.OnFault(fault);
                error = new StanzaError(StanzaErrorCondition.InternalServerError);
            }

            if (error is not null)
            {
                // Not by way of the account: what its owner does not want to hear of is kept out there.
                if (stanza.MayBeAnsweredWithError())
                {
                    session.Send(stanza.ErrorReply(error));
                }

                return ValueTask.CompletedTask;
            }
        }

        return stanza switch
        {
            Message message => session.Account.SendAsync(
                session.Jid, message.To is null ? (Message)message.Readdress(message.From, session.Account.Bare) : message),
            Presence presence => session.Account.SendPresenceAsync(session, presence),

            // No address: the server answers for the account (RFC 6120 §10.3.3).
            _ => stanza.To is null ? session.Account.ReceiveAsync(stanza) : services.Router.RouteAsync(stanza),
        };
    }
}
