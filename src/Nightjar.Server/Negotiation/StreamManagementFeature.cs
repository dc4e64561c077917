using System.Globalization;
using System.Security.Cryptography;

using Nightjar.Server.Diagnostics;
using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Streams;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Negotiation;

/// <summary>Stream management (XEP-0198): enabling after binding, resuming instead of binding, counting ever after.</summary>
internal sealed class StreamManagementFeature : IStreamFeature
{
    public Element? Advertise(ClientStream stream) =>
        stream is { Authenticated: not null, Session: null } ? new Element(Namespaces.Sm, "sm") : null;

    public bool Takes(Element element) => element.Namespace == Namespaces.Sm;

    /// <summary>Before a resource is bound only <c>&lt;resume/&gt;</c> makes sense.</summary>
    public ValueTask NegotiateAsync(ClientStream stream, Element element)
    {
        if (stream.Authenticated is null || element.Name is not ("resume" or "enable"))
        {
            stream.End(EndReason.ProtocolViolation, new StreamError(StreamErrorCondition.NotAuthorized));
        }
        else if (element.Name == "enable")
        {
            stream.Send(Failed(StanzaErrorCondition.UnexpectedRequest));
        }
        else if (Resume(stream, stream.Authenticated, element, (session, handled) =>
            {
                stream.Attach(session);
                stream.Send(Resumed(element.Attribute("previd")!, handled));
            }) is { } failure)
        {
            stream.Send(failure);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Resumes a session of <paramref name="bare"/>; null on success, otherwise the <c>&lt;failed/&gt;</c> to send.</summary>
    public static Element? Resume(ClientStream stream, Jid bare, Element request, Action<Session, uint> greet)
    {
        if (request.Attribute("previd") is not { } id || !TryCount(request, out uint handled))
        {
            return Failed(StanzaErrorCondition.BadRequest);
        }

        // A session of somebody else does not exist for this client.
        if (stream.Services.Sessions.Sessions.Find(id) is not { } session || session.Jid.Bare != bare
            || !session.TryResume(stream.Carrier, handled, (_, count) => greet(session, count)))
        {
            return Failed(StanzaErrorCondition.ItemNotFound);
        }

        session.Language = stream.Language;
        return null;
    }

    /// <summary>Everything of this namespace once a resource is bound.</summary>
    public static bool OnNonza(Session session, Element element)
    {
        switch (element.Name)
        {
            case "r" when session.IsManaged:
                session.AnswerRequest();
                break;
            case "a" when session.IsManaged && TryCount(element, out uint handled):
                if (!session.Acknowledge(handled))
                {
                    session.End(EndReason.ProtocolViolation, TooMuch(handled, session.SentCount));
                }

                break;
            case "enable" when !session.IsManaged:
                Enable(session, element);
                break;
            case "enable" or "resume":
                session.SendUncounted(Failed(StanzaErrorCondition.UnexpectedRequest).ToUtf8(Namespaces.Client));
                break;
            default:
                session.End(EndReason.ProtocolViolation, new StreamError(StreamErrorCondition.InvalidXml));
                break;
        }

        return true;
    }

    /// <summary>Starts counting and gives the <c>&lt;enabled/&gt;</c> that says so.</summary>
    public static Element EnableSession(Session session, bool resume)
    {
        TimeSpan timeout = session.ResumptionTimeout;
        string? id = resume && timeout > TimeSpan.Zero
            ? Convert.ToBase64String(RandomNumberGenerator.GetBytes(18)).Replace('+', '-').Replace('/', '_')
            : null;
        session.EnableManagement(id);
        return new Element(
            Namespaces.Sm, "enabled", ("id", id), ("resume", id is null ? null : "true"),
            ("max", id is null ? null : ((int)timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture)));
    }

    public static Element Resumed(string id, uint handled) =>
        new(Namespaces.Sm, "resumed", ("previd", id), ("h", handled.ToString(CultureInfo.InvariantCulture)));

    private static void Enable(Session session, Element element)
    {
        bool resume = element.Attribute("resume") is "true" or "1";
        session.SendUncounted(EnableSession(session, resume).ToUtf8(Namespaces.Client));
    }

    private static bool TryCount(Element element, out uint count) =>
        uint.TryParse(element.Attribute("h"), NumberStyles.None, CultureInfo.InvariantCulture, out count);

    private static Element Failed(StanzaErrorCondition condition) =>
        new(Namespaces.Sm, "failed", new Element(Namespaces.StanzaErrors, StanzaError.WireName(condition)));

    private static StreamError TooMuch(uint handled, uint sent) => new(
        StreamErrorCondition.UndefinedCondition,
        "More stanzas were acknowledged than sent.",
        new Element(
            Namespaces.Sm, "handled-count-too-high",
            ("h", handled.ToString(CultureInfo.InvariantCulture)), ("send-count", sent.ToString(CultureInfo.InvariantCulture))));
}
