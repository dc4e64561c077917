using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Negotiation;

/// <summary>
/// One step of stream negotiation (RFC 6120 §4.3): it knows when it is on offer, and carries it out. One object
/// serves all streams; what it remembers about one stands in the <see cref="ClientStream"/>.
/// </summary>
internal interface IStreamFeature
{
    /// <summary>
    /// The element to advertise now, or null when it is not on offer. Before log-in it may depend only on the domain, on how the
    /// connection is protected, and on the hashes of the account the stream names: see <see cref="FirstFeatures"/>.
    /// </summary>
    Element? Advertise(ClientStream stream);

    /// <summary>True for an element that this step answers, whether on offer or not.</summary>
    bool Takes(Element element);

    /// <summary>
    /// Carries the step out, or refuses it. The stream reads nothing more until the task completes.
    /// </summary>
    ValueTask NegotiateAsync(ClientStream stream, Element element);
}
