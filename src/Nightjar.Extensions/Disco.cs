using Nightjar.Server.Extensibility;
using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Extensions;

/// <summary>
/// XEP-0030: Service Discovery, with the forms of XEP-0128. The answers are made of what all extensions declare. An account's own
/// answers are for itself and for whom it shows its presence (§8): others learn neither whether it exists nor what is online.
/// </summary>
public sealed class Disco : IExtension
{
    private const string InfoNs = Namespaces.DiscoInfo;
    private const string ItemsNs = Namespaces.DiscoItems;

    /// <inheritdoc/>
    public void Configure(ExtensionBuilder x) => x
        .Implements(xep: 30, "Service Discovery", version: "2.5.0")
        .Implements(xep: 128, "Service Discovery Extensions", version: "1.0.1")
        .Identity("server", "im", "Nightjar")
        .Identity("account", "registered", scope: IqScope.Account)
        .Feature(InfoNs, IqScope.Both)
        .Feature(ItemsNs, IqScope.Both)
        .OnIqGet(InfoNs, "query", iq => Answer(iq, IqScope.Server, Info), IqScope.Server)
        .OnIqGet(ItemsNs, "query", iq => Answer(iq, IqScope.Server, Items), IqScope.Server)
        .OnIqGet(InfoNs, "query", iq => AnswerForAccount(iq, Info, Unavailable), IqScope.Account)
        .OnIqGet(ItemsNs, "query", iq => AnswerForAccount(iq, Items, NoItems), IqScope.Account);

    private static ValueTask<Iq?> Answer(IqRequest iq, IqScope scope, Func<IqRequest, IqScope, Element> whole)
    {
        if (iq.Payload.Attribute("node") is not { Length: > 0 } node)
        {
            return iq.ResultAsync(whole(iq, scope));
        }

        // §3.2: the answer mirrors the node.
        return iq.Services.Extensions.FindDiscoNode(scope, iq, node) is { } answer
            ? iq.ResultAsync(answer.With(("node", node)))
            : iq.ErrorAsync(StanzaErrorCondition.ItemNotFound);
    }

    private static ValueTask<Iq?> AnswerForAccount(IqRequest iq, Func<IqRequest, IqScope, Element> whole, IqHandler refuse) =>
        Permission.WhoSeesPresence(iq, iq => Answer(iq, IqScope.Account, whole), refuse);

    private static Element Info(IqRequest iq, IqScope scope) => iq.Services.Extensions.Describe(scope, iq.Domain);

    private static Element Items(IqRequest iq, IqScope scope)
    {
        IEnumerable<Element> resources = iq.Account is { } account
            ? account.Resources.Where(r => r.IsAvailable).Select(r => new Element(ItemsNs, "item", ("jid", r.Jid.ToString())))
            : [];
        return new Element(ItemsNs, "query", Content.Many([.. resources, .. iq.Services.Extensions.FindDiscoItems(scope, iq)]));
    }

    private static ValueTask<Iq?> Unavailable(IqRequest iq) => iq.ErrorAsync(StanzaErrorCondition.ServiceUnavailable);

    // §8: an empty list, as for an account that does not exist; and no word about nodes.
    private static ValueTask<Iq?> NoItems(IqRequest iq) =>
        iq.ResultAsync(new Element(ItemsNs, "query", ("node", iq.Payload.Attribute("node"))));
}
