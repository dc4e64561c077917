using System.Collections.Frozen;

using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Sessions;

/// <summary>Takes an element that is no stanza from a logged-in client.</summary>
/// <returns>False when reading has to pause; see <see cref="Session.Receive"/>.</returns>
internal delegate bool NonzaHandler(Session session, Element element);

/// <summary>Who takes which first-level elements that are not stanzas (XEP-0360), by namespace.</summary>
internal sealed class NonzaHandlers(IEnumerable<KeyValuePair<string, NonzaHandler>> handlers)
{
    private readonly FrozenDictionary<string, NonzaHandler> _handlers = handlers.ToFrozenDictionary();

    public NonzaHandler? Find(string ns) => _handlers.GetValueOrDefault(ns);
}

/// <summary>A handler as an extension contributed it.</summary>
internal sealed record NonzaContribution(KeyValuePair<string, NonzaHandler> Pair);
