using Nightjar.Server.Extensibility;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Sessions;

/// <summary>
/// Enables a feature for a resource while it is bound (XEP-0386). In the mailbox, before anything can be delivered to the resource
/// and before the client hears of it: nothing may be sent to the session from here.
/// </summary>
/// <param name="account">The account.</param>
/// <param name="resource">The resource that is being bound.</param>
/// <param name="session">Its session.</param>
/// <param name="request">What the client put into its <c>&lt;bind/&gt;</c>.</param>
/// <returns>The answer for <c>&lt;bound/&gt;</c>, or null where the feature's specification asks for none.</returns>
public delegate Element? InlineBindHandler(Account account, BoundResource resource, Session session, Element request);

/// <summary>How extensions take part in binding.</summary>
public static class InlineBindRegistration
{
    /// <summary>Lets clients enable the feature <paramref name="ns"/> while they bind: every child of that namespace comes here.</summary>
    public static ExtensionBuilder InlineWithBind(this ExtensionBuilder x, string ns, InlineBindHandler handler)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Contribute(new InlineBindContribution(ns, handler));
    }
}

/// <summary>A handler as an extension contributed it.</summary>
internal sealed record InlineBindContribution(string Namespace, InlineBindHandler Handler);
