using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Negotiation;

/// <summary>Names the types of channel binding, so that clients need not guess (XEP-0440).</summary>
internal sealed class ChannelBindingList : IStreamFeature
{
    public Element? Advertise(ClientStream stream)
    {
        if (stream.Authenticated is not null || stream.Offer is not { ChannelBindings.Count: > 0 } offer)
        {
            return null;
        }

        return new Element(Namespaces.SaslChannelBinding, "sasl-channel-binding", Content.Many(
            offer.ChannelBindings.Select(type => new Element(Namespaces.SaslChannelBinding, "channel-binding", ("type", type)))));
    }

    public bool Takes(Element element) => false;

    public ValueTask NegotiateAsync(ClientStream stream, Element element) => ValueTask.CompletedTask;
}
