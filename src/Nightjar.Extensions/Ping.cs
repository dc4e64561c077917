using Nightjar.Server.Extensibility;
using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Extensions;

/// <summary>
/// XEP-0199: XMPP Ping. Anybody may ping the server; an account answers only those who may know that it exists. A ping to a
/// resource goes to the client, which answers for itself.
/// </summary>
public sealed class Ping : IExtension
{
    /// <inheritdoc/>
    public void Configure(ExtensionBuilder x) => x
        .Implements(xep: 199, "XMPP Ping", version: "2.0.1")
        .Feature(Namespaces.Ping, IqScope.Both)
        .OnIqGet(Namespaces.Ping, "ping", iq => iq.ResultAsync(), IqScope.Server)
        .OnIqGet(Namespaces.Ping, "ping", AnswerForAccount, IqScope.Account);

    private static ValueTask<Iq?> AnswerForAccount(IqRequest iq) => Permission.WhoSeesPresence(
        iq, iq => iq.ResultAsync(), iq => iq.ErrorAsync(StanzaErrorCondition.ServiceUnavailable));
}
