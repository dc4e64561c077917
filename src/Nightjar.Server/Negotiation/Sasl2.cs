using Nightjar.Server.Accounts;
using Nightjar.Server.Configuration;
using Nightjar.Server.Diagnostics;
using Nightjar.Xmpp.Sasl;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Streams;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Negotiation;

/// <summary>
/// Logging in with SASL2 (XEP-0388): with a password (SCRAM) or a token (FAST, XEP-0484), and in the same round trip resuming
/// (XEP-0198) or binding (XEP-0386). Only inside TLS. The stream goes on without a new header.
/// </summary>
internal sealed class Sasl2(ScramLogin scram, FastLogin? fast, Bind2 bind, PasswordUpgrade upgrade) : IStreamFeature
{
    public const string UpgradeNamespace = "urn:xmpp:sasl:upgrade:0";

    public Element? Advertise(ClientStream stream)
    {
        if (stream.Authenticated is not null || !stream.Carrier.IsEncrypted)
        {
            return null;
        }

        SaslOffer offer = scram.OfferFor(stream);
        stream.Offer = offer;
        return new Element(
            Namespaces.Sasl2, "authentication",
            Content.Many(offer.Mechanisms.Select(m => new Element(Namespaces.Sasl2, "mechanism", m))),
            new Element(
                Namespaces.Sasl2, "inline", bind.Feature, new Element(Namespaces.Sm, "sm"),
                fast is null ? null : FastLogin.Feature(stream.Carrier.ChannelBindings)),
            Content.Many(upgrade.OfferedTo(stream).Select(task => new Element(UpgradeNamespace, "upgrade", task))));
    }

    public bool Takes(Element element) => element.Namespace == Namespaces.Sasl2;

    public async ValueTask NegotiateAsync(ClientStream stream, Element element)
    {
        if (stream.Offer is null || stream.Authenticated is not null || !stream.Carrier.IsEncrypted)
        {
            // Also a second <authenticate/> after <success/>, which the text forbids.
            stream.End(EndReason.ProtocolViolation, new StreamError(StreamErrorCondition.NotAuthorized));
            return;
        }

        Sasl2Request? request = stream.Sasl2;
        switch (element.Name)
        {
            case "authenticate" when request is null:
                await BeginAsync(stream, element).ConfigureAwait(false);
                break;
            case "response" when request is { Login: null }:
                await AnswerAsync(stream, request, await scram.ContinueAsync(stream, element.Text).ConfigureAwait(false)).ConfigureAwait(false);
                break;
            case "abort" when request is not null:
                Refuse(stream, ScramLogin.Abort(stream));
                break;
            case "next" or "task-data" when request is { Login: not null }:
                await TaskAsync(stream, request, element).ConfigureAwait(false);
                break;
            case "authenticate" when request is { Login: not null }:
                // XEP-0388 §"Multiple Authentication": after <continue/> this is a stream error.
                stream.End(EndReason.ProtocolViolation, new StreamError(StreamErrorCondition.NotAuthorized));
                break;
            default:
                stream.Exchange = null;
                Refuse(stream, ScramLogin.Fail(stream, new SaslFailure(SaslCondition.MalformedRequest, "out of order")));
                break;
        }
    }

    private async ValueTask BeginAsync(ClientStream stream, Element authenticate)
    {
        var request = new Sasl2Request(authenticate);
        string mechanism = authenticate.Attribute("mechanism") ?? "";
        if (authenticate.Child(Namespaces.Sasl2, "initial-response") is not { } response)
        {
            // Both families begin with the client; only an offered mechanism deserves the gentler answer.
            bool isOffered = stream.Offer!.Offers(mechanism);
            Refuse(stream, isOffered ? ScramLogin.Fail(stream, new SaslFailure(SaslCondition.MalformedRequest, "no initial response")) : ScramLogin.NotOffered);
            return;
        }

        stream.Sasl2 = request;
        if (request.Fast is not { } token)
        {
            await AnswerAsync(stream, request, await scram.BeginAsync(stream, mechanism, response.Text).ConfigureAwait(false)).ConfigureAwait(false);
        }
        else if (fast is null)
        {
            Refuse(stream, ScramLogin.NotOffered);
        }
        else if (Base64Text.Decode(response.Text) is not { } message)
        {
            Refuse(stream, ScramLogin.Fail(stream, new SaslFailure(SaslCondition.IncorrectEncoding, "not base64")));
        }
        else
        {
            FastStep step = await fast.AuthenticateAsync(stream, mechanism, token, request.Device, message).ConfigureAwait(false);
            if (step.Step.Login is null)
            {
                Refuse(stream, step.Step);
            }
            else
            {
                await SucceedAsync(stream, request, step.Step.Login, step.Step.Data, step).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask AnswerAsync(ClientStream stream, Sasl2Request request, ScramStep step)
    {
        if (step.Failure is not null)
        {
            Refuse(stream, step);
        }
        else if (step.Login is not { } login)
        {
            stream.Send(new Element(Namespaces.Sasl2, "challenge", Convert.ToBase64String(step.Data)));
        }
        else if (upgrade.Begin(stream, request, login))
        {
            request.Login = login;
            stream.Send(PasswordUpgrade.Continue(request, step.Data));
        }
        else
        {
            await SucceedAsync(stream, request, login, step.Data, null).ConfigureAwait(false);
        }
    }

    private async ValueTask TaskAsync(ClientStream stream, Sasl2Request request, Element element)
    {
        (Element? reply, bool isDone) = await upgrade.StepAsync(request, element).ConfigureAwait(false);
        if (isDone)
        {
            await SucceedAsync(stream, request, request.Login!, [], null).ConfigureAwait(false);
        }
        else if (reply is null)
        {
            Refuse(stream, ScramLogin.Fail(stream, new SaslFailure(SaslCondition.MalformedRequest, "the task was not carried out")));
        }
        else
        {
            stream.Send(reply);
        }
    }

    private async ValueTask SucceedAsync(ClientStream stream, Sasl2Request request, LoginKeys login, byte[] data, FastStep? used)
    {
        Element? token = fast is null
            ? null
            : await fast.SettleAsync(stream, login, used, request.RequestToken, request.Device).ConfigureAwait(false);
        Element? Data() => data.Length == 0 ? null : new Element(Namespaces.Sasl2, "additional-data", Convert.ToBase64String(data));
        Element Success(string address, Element? failed, Element? inline) => new(
            Namespaces.Sasl2, "success", Data(), new Element(Namespaces.Sasl2, "authorization-identifier", address), failed, inline, token);

        stream.Sasl2 = null;
        Element? failedResumption = null;
        if (request.Resume is { } resume)
        {
            failedResumption = StreamManagementFeature.Resume(stream, login.Bare, resume, (session, handled) =>
            {
                stream.Authenticate(login);
                stream.Attach(session);
                stream.Send(Success(session.Jid.ToString(), null, StreamManagementFeature.Resumed(resume.Attribute("previd")!, handled)));
                stream.SendFeatures();
            });
            if (failedResumption is null)
            {
                return;
            }
        }

        if (request.Bind is not { } wanted)
        {
            stream.Authenticate(login);
            stream.Send(Success(login.Bare.ToString(), failedResumption, null));
            stream.SendFeatures();
            return;
        }

        StanzaError? error = await bind.BindAsync(stream, login.Bare, wanted, request.Device, (session, bound) =>
        {
            stream.Authenticate(login);
            stream.Attach(session);
            stream.Send(Success(session.Jid.ToString(), failedResumption, bound));
            stream.SendFeatures();
        }).ConfigureAwait(false);
        if (error is not null)
        {
            // The text names no answer for this; a client that knows nothing of it at least stops and says why.
            Refuse(stream, ScramLogin.Fail(stream, new SaslFailure(SaslCondition.TemporaryAuthFailure, "no resource")), error);
        }
    }

    private static void Refuse(ClientStream stream, ScramStep step, StanzaError? detail = null)
    {
        stream.Sasl2 = null;
        SaslFailure failure = step.Failure!.Value;
        stream.Send(new Element(
            Namespaces.Sasl2, "failure", new Element(Namespaces.Sasl, failure.Condition.WireName()),
            detail is null ? null : new Element(Namespaces.StanzaErrors, StanzaError.WireName(detail.Condition)),
            new Element(Namespaces.Sasl2, "text", detail?.Text ?? ScramLogin.Explain(failure.Condition))));
        if (step.EndsStream)
        {
            stream.End(EndReason.AuthenticationFailed, new StreamError(StreamErrorCondition.PolicyViolation, step.EndText));
        }
    }
}
