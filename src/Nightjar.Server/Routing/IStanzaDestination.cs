using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Routing;

/// <summary>Something with an address that stanzas are delivered to: an account, a service, the server itself.</summary>
public interface IStanzaDestination
{
    /// <summary>
    /// Takes a stanza. The returned task completes when the stanza is dealt with: delivered, kept, or answered.
    /// Never throws for what a sender did.
    /// </summary>
    ValueTask ReceiveAsync(Stanza stanza);
}
