using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Routing;

/// <summary>The way to other servers.</summary>
public interface IRemoteDomains
{
    /// <summary>Sends a stanza to another server; bounces it when that is not possible. Completes when it was handed over.</summary>
    ValueTask SendAsync(Stanza stanza);
}
