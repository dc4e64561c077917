using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Negotiation;

/// <summary>
/// Says that the server knows roster versions (<c>ver</c>, RFC 6121 §2.6.1) or pre-approval (<c>sub</c>, §3.4.1).
/// Nothing is negotiated.
/// </summary>
internal sealed class RosterFeature(string ns, string name) : IStreamFeature
{
    private readonly Element _element = new(ns, name);

    public Element? Advertise(ClientStream stream) => stream is { Authenticated: not null, Session: null } ? _element : null;

    public bool Takes(Element element) => false;

    public ValueTask NegotiateAsync(ClientStream stream, Element element) => ValueTask.CompletedTask;
}
