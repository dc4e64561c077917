using Nightjar.Server.Configuration;
using Nightjar.Server.Extensibility;
using Nightjar.Server.Routing;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Sessions;

/// <summary>A local domain: its accounts, and the server itself at the bare domain.</summary>
internal sealed class DomainHost(DomainOptions options, AccountServices services) : IHost
{
    public string Domain { get; } = Jid.Parse(options.Name).Domain;

    public ValueTask ReceiveAsync(Stanza stanza)
    {
        Jid to = stanza.To!;
        if (to.Local is not null)
        {
            if (stanza is Presence presence && IsForNobodyThere(presence))
            {
                return ValueTask.CompletedTask;
            }

            return services.Accounts.Get(to.Bare).ReceiveAsync(stanza);
        }

        if (to.IsFull || stanza is not Iq iq)
        {
            // Nobody reads messages to the server; presence to it has no meaning.
            return stanza is Presence ? ValueTask.CompletedTask : services.Router.BounceAsync(stanza, StanzaErrorCondition.ServiceUnavailable);
        }

        if (!iq.IsRequest)
        {
            return ValueTask.CompletedTask;
        }

        return IqAnswering.IsWellFormed(iq)
            ? IqAnswering.AnswerAsync(new IqRequest(iq, options, services, null, null), IqScope.Server)
            : services.Router.BounceAsync(iq, StanzaErrorCondition.BadRequest);
    }

    /// <summary>
    /// An account that is not in memory has no resources, so presence reaches nobody there and must not load it: of fifty
    /// contacts most are offline when one logs in. Subscriptions do load it; so do probes from elsewhere, which need their answer.
    /// </summary>
    private bool IsForNobodyThere(Presence presence) =>
        !presence.IsSubscription
        && !(presence.Type == PresenceType.Probe && presence.From is { } asker && !services.Router.IsLocal(asker.Domain))
        && services.Router.FindAccount(presence.To!.Bare) is null;
}
