using Nightjar.Server.Extensibility;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Sessions;

/// <summary>Requests that belong to the core protocol.</summary>
internal static class CoreIqs
{
    public static IReadOnlyList<IqContribution> All { get; } =
    [
        // RFC 3921's session, which old clients still ask for after binding: nothing to do.
        new(IqScope.Both, IqType.Set, Namespaces.Session, "session", request => request.ResultAsync()),

        new(IqScope.Account, IqType.Get, Namespaces.Roster, "query", RosterIqs.GetAsync),
        new(IqScope.Account, IqType.Set, Namespaces.Roster, "query", RosterIqs.SetAsync),
    ];
}
