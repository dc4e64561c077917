using Nightjar.Server.Extensibility;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Sessions;

/// <summary>
/// Answers a service discovery query that names a node (XEP-0030 §3.2, §4.2): the content of the <c>&lt;query/&gt;</c> without its node
/// attribute, or null when the node is not this one's. Who may ask has been checked. Runs where request handlers run.
/// </summary>
/// <param name="request">The request; its payload tells whether info or items are wanted.</param>
/// <param name="node">The node, not empty.</param>
public delegate Element? DiscoNodeHandler(IqRequest request, string node);

/// <summary>What an extension contributed to service discovery beyond features.</summary>
internal sealed record DiscoNodeContribution(IqScope Scope, DiscoNodeHandler Handler);

/// <summary>What an extension contributed to the list of items.</summary>
internal sealed record DiscoItemsContribution(IqScope Scope, Func<IqRequest, IEnumerable<Element>> Items);

/// <summary>How extensions join in service discovery, and how the one that answers it asks them.</summary>
public static class DiscoRegistration
{
    /// <summary>Answers queries that name a node.</summary>
    public static ExtensionBuilder DiscoNode(this ExtensionBuilder x, DiscoNodeHandler handler, IqScope scope)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Contribute(new DiscoNodeContribution(scope, handler));
    }

    /// <summary>Lists items (<c>&lt;item jid=…/&gt;</c>) for queries without a node.</summary>
    public static ExtensionBuilder DiscoItems(this ExtensionBuilder x, Func<IqRequest, IEnumerable<Element>> items, IqScope scope)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Contribute(new DiscoItemsContribution(scope, items));
    }

    /// <summary>The first answer for a node; null when nobody knows it.</summary>
    public static Element? FindDiscoNode(this ExtensionSet extensions, IqScope scope, IqRequest request, string node)
    {
        ArgumentNullException.ThrowIfNull(extensions);
        return extensions.Contributions<DiscoNodeContribution>().Where(c => (c.Scope & scope) != 0)
            .Select(c => c.Handler(request, node)).FirstOrDefault(e => e is not null);
    }

    /// <summary>The items that are not behind a node.</summary>
    public static IEnumerable<Element> FindDiscoItems(this ExtensionSet extensions, IqScope scope, IqRequest request)
    {
        ArgumentNullException.ThrowIfNull(extensions);
        return extensions.Contributions<DiscoItemsContribution>().Where(c => (c.Scope & scope) != 0).SelectMany(c => c.Items(request));
    }
}
