using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Negotiation;

/// <summary>The session of RFC 3921, which old clients still ask for: optional, and nothing happens.</summary>
internal sealed class LegacySession : IStreamFeature
{
    public Element? Advertise(ClientStream stream) =>
        stream is { Authenticated: not null, Session: null }
            ? new Element(Namespaces.Session, "session", new Element(Namespaces.Session, "optional"))
            : null;

    // It comes after binding, when the session answers: see the request handler of the same namespace.
    public bool Takes(Element element) => false;

    public ValueTask NegotiateAsync(ClientStream stream, Element element) => ValueTask.CompletedTask;
}
