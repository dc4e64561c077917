using System.Collections.Frozen;

using Nightjar.Server.Extensibility;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Sessions;

/// <summary>Takes an element that is no stanza from a logged-in client, on the connection's thread. Must not block.</summary>
/// <returns>False when reading has to pause.</returns>
internal delegate bool NonzaHandler(Session session, Element element);

/// <summary>Who takes which first-level elements that are not stanzas (XEP-0360), by namespace.</summary>
internal sealed class NonzaHandlers(IEnumerable<KeyValuePair<string, NonzaHandler>> handlers)
{
    private readonly FrozenDictionary<string, NonzaHandler> _handlers = handlers.ToFrozenDictionary();

    public NonzaHandler? Find(string ns) => _handlers.GetValueOrDefault(ns);
}

/// <summary>A handler as an extension contributed it.</summary>
internal sealed record NonzaContribution(KeyValuePair<string, NonzaHandler> Pair);

/// <summary>How extensions take elements that are not stanzas.</summary>
public static class NonzaRegistration
{
    /// <summary>Takes every first-level element of a namespace once the client has a resource; one handler for each namespace.</summary>
    public static ExtensionBuilder OnNonza(this ExtensionBuilder x, string ns, Action<Session, Element> handler)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Contribute(new NonzaContribution(new(ns, (session, element) =>
        {
            handler(session, element);
            return true;
        })));
    }
}
