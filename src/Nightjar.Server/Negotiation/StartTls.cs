using Nightjar.Server.Diagnostics;
using Nightjar.Xmpp.Streams;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Negotiation;

/// <summary>STARTTLS (RFC 6120 §5): required before everything else where the listener begins in clear.</summary>
internal sealed class StartTls : IStreamFeature
{
    public Element? Advertise(ClientStream stream) =>
        stream.Carrier.CanStartTls
            ? new Element(Namespaces.Tls, "starttls", stream.Carrier.MayAuthenticate ? null : new Element(Namespaces.Tls, "required"))
            : null;

    public bool Takes(Element element) => element.Namespace == Namespaces.Tls;

    public ValueTask NegotiateAsync(ClientStream stream, Element element)
    {
        if (element.Name != "starttls" || !stream.Carrier.CanStartTls)
        {
            stream.Send(new Element(Namespaces.Tls, "failure"));
            stream.End(EndReason.ProtocolViolation, null);
        }
        else if (stream.Carrier.HasUnreadInput)
        {
            // Whatever stands behind <starttls/> in clear would otherwise be taken for part of the protected stream (CVE-2011-0411).
            stream.End(EndReason.ProtocolViolation, new StreamError(StreamErrorCondition.PolicyViolation, "Nothing may follow <starttls/> in clear."));
        }
        else
        {
            stream.Send(new Element(Namespaces.Tls, "proceed"));
            stream.Carrier.StartTls(stream.DomainName);
        }

        return ValueTask.CompletedTask;
    }
}
