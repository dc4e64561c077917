using Nightjar.Server.Diagnostics;
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
        if (stream.Offer is null || stream.Authenticated is not null)
        {
            stream.End(EndReason.ProtocolViolation, new StreamError(StreamErrorCondition.NotAuthorized));
            return;
        }

        ScramStep step = element.Name switch
        {
            "auth" when stream.Exchange is not null => Malformed(stream),
            "auth" => await login.BeginAsync(
                stream, element.Attribute("mechanism") ?? "", element.Text is { Length: > 0 } data ? data : null).ConfigureAwait(false),
            "response" => await login.ContinueAsync(stream, element.Text).ConfigureAwait(false),
            "abort" => ScramLogin.Abort(stream),
            _ => Malformed(stream),
        };
        Answer(stream, step);
    }

    private static ScramStep Malformed(ClientStream stream)
    {
        stream.Exchange = null;
        return ScramLogin.Fail(stream, new SaslFailure(SaslCondition.MalformedRequest, "out of order"));
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
        }
        else if (step.Login is { } account)
        {
            stream.Authenticate(account);
            stream.Send(new Element(Namespaces.Sasl, "success", Convert.ToBase64String(step.Data)));
            stream.ExpectNewStream();
        }
        else
        {
            stream.Send(new Element(Namespaces.Sasl, "challenge", Convert.ToBase64String(step.Data)));
        }
    }
}
