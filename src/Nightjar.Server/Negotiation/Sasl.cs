using System.Text;

using Nightjar.Server.Configuration;
using Nightjar.Server.Diagnostics;
using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Sasl;
using Nightjar.Xmpp.Streams;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Negotiation;

/// <summary>
/// Logging in with classic SASL (RFC 6120 §6): SCRAM only. PLAIN is neither offered nor accepted, and whoever tries a mechanism
/// that was not offered is disconnected (P13).
/// </summary>
internal sealed class Sasl(ScramLogin login) : IStreamFeature
{
    public Element? Advertise(ClientStream stream)
    {
        if (stream.Authenticated is not null || !stream.Carrier.MayAuthenticate)
        {
            return null;
        }

        SaslOffer offer = login.OfferFor(stream);
        stream.Offer = offer;
        return new Element(
            Namespaces.Sasl, "mechanisms", Content.Many(offer.Mechanisms.Select(m => new Element(Namespaces.Sasl, "mechanism", m))));
    }

    public bool Takes(Element element) => element.Namespace == Namespaces.Sasl;

    public async ValueTask NegotiateAsync(ClientStream stream, Element element)
    {
        if (stream.Offer is not SaslOffer offer || stream.Authenticated is not null)
        {
            stream.End(EndReason.ProtocolViolation, new StreamError(StreamErrorCondition.NotAuthorized));
            return;
        }

        ScramStep step = element.Name switch
        {
            "auth" => await login.BeginAsync(stream, offer, element.Attribute("mechanism") ?? "", element.Text).ConfigureAwait(false),
            "response" => await login.ContinueAsync(stream, element.Text).ConfigureAwait(false),
            "abort" => ScramLogin.Abort(stream),
            _ => ScramStep.Failed(new SaslFailure(SaslCondition.MalformedRequest, "unknown element")),
        };
        Answer(stream, step);
    }

    private static void Answer(ClientStream stream, ScramStep step)
    {
        if (step.Failure is { } failure)
        {
            stream.Send(new Element(
                Namespaces.Sasl, "failure", new Element(Namespaces.Sasl, failure.Condition.WireName()),
                new Element(Namespaces.Sasl, "text", new XmlAttribute(Namespaces.Xml, "lang", "en"), ScramLogin.Explain(failure.Condition))));
            if (step.EndsStream)
            {
                stream.End(EndReason.AuthenticationFailed, new StreamError(StreamErrorCondition.PolicyViolation, step.EndText));
            }

            return;
        }

        if (!step.IsSuccess)
        {
            stream.Send(new Element(Namespaces.Sasl, "challenge", Convert.ToBase64String(step.Data)));
            return;
        }

        stream.Send(new Element(Namespaces.Sasl, "success", Convert.ToBase64String(step.Data)));
        stream.ExpectNewStream();
    }
}
