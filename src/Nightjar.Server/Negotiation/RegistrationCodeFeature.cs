using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Negotiation;

/// <summary>Says that one-time codes are taken (XEP-0445); <see cref="Registration"/> takes them.</summary>
internal sealed class RegistrationCodeFeature : IStreamFeature
{
    public Element? Advertise(ClientStream stream) => Registration.AdvertiseCodes(stream);

    public bool Takes(Element element) => false;

    public ValueTask NegotiateAsync(ClientStream stream, Element element) => ValueTask.CompletedTask;
}
