using Nightjar.Server.Accounts;
using Nightjar.Server.Configuration;
using Nightjar.Server.Diagnostics;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Streams;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Negotiation;

/// <summary>
/// Registering an account before log-in (XEP-0077), where the domain is open to everybody, or with a one-time code (XEP-0445). Only
/// inside TLS: the password travels.
/// </summary>
internal sealed class Registration(AccountSelfService accounts, RegistrationCodes codes) : IStreamFeature
{
    private const string PreAuthentication = "urn:xmpp:pars:0";
    private const string CodeFeature = "urn:xmpp:ibr-token:0";

    /// <summary>Attempts on one stream: a person picks a name that is taken a few times.</summary>
    private const int AttemptsPerStream = 10;

    public Element? Advertise(ClientStream stream) => IsPossible(stream) && stream.Domain!.Registration.Mode == RegistrationMode.Open
        ? new Element(Namespaces.RegisterFeature, "register")
        : null;

    /// <summary>The feature for codes, which open a closed domain too.</summary>
    public static Element? AdvertiseCodes(ClientStream stream) => IsPossible(stream) ? new Element(CodeFeature, "register") : null;

    public bool Takes(Element element) =>
        element.Is(Namespaces.Client, "iq") && element.FirstChild is { } payload
        && (payload.Is(Namespaces.Register, "query") || payload.Is(PreAuthentication, "preauth"));

    public ValueTask NegotiateAsync(ClientStream stream, Element element)
    {
        Element payload = element.FirstChild!;
        if (stream.Authenticated is not null)
        {
            // A resource first (RFC 6120 §7.1); after that the account's own settings answer.
            stream.End(EndReason.ProtocolViolation, new StreamError(StreamErrorCondition.NotAuthorized));
            return ValueTask.CompletedTask;
        }

        string? type = element.Attribute("type");
        if (element.Attribute("id") is null || type is not ("get" or "set") || (type == "get" && payload.Name == "preauth"))
        {
            return Refuse(stream, element, new StanzaError(StanzaErrorCondition.BadRequest));
        }

        if (!stream.Carrier.MayAuthenticate)
        {
            return Refuse(stream, element, new StanzaError(StanzaErrorCondition.NotAuthorized, "Please start TLS first."));
        }

        if (++stream.RegistrationAttempts > AttemptsPerStream)
        {
            stream.End(EndReason.LimitExceeded, new StreamError(StreamErrorCondition.PolicyViolation, "Too many attempts to register."));
            return ValueTask.CompletedTask;
        }

        return payload.Name == "preauth" ? PresentCodeAsync(stream, element, payload)
            : type == "get" ? Describe(stream, element)
            : RegisterAsync(stream, element, payload);
    }

    private static bool IsPossible(ClientStream stream) => stream is { Authenticated: null, Carrier.MayAuthenticate: true };

    private static ValueTask Describe(ClientStream stream, Element request)
    {
        if (!IsOpenFor(stream))
        {
            return Refuse(stream, request, Closed);
        }

        DomainOptions domain = stream.Domain!;
        string rules = stream.Services.Accounts.Options.Testing.NoNameAndPasswordRules
            ? "Choose a user name and a password."
            : $"Choose a user name of {domain.UserNames.MinLength} to {domain.UserNames.MaxLength} lower-case letters and digits, and a password of at least {domain.Passwords.MinLength} characters.";
        return Answer(stream, request, new Element(
            Namespaces.Register, "query",
            new Element(Namespaces.Register, "instructions", rules),
            new Element(Namespaces.Register, "username"),
            new Element(Namespaces.Register, "password")));
    }

    private async ValueTask PresentCodeAsync(ClientStream stream, Element request, Element payload)
    {
        string code = payload.Attribute("token") ?? "";
        if (await codes.IsGoodAsync(code).ConfigureAwait(false))
        {
            stream.RegistrationCode = code;
            await Answer(stream, request, null).ConfigureAwait(false);
            return;
        }

        await Refuse(stream, request, new StanzaError(StanzaErrorCondition.ItemNotFound, "The code is wrong or has expired.")).ConfigureAwait(false);
    }

    private async ValueTask RegisterAsync(ClientStream stream, Element request, Element payload)
    {
        if (payload.Child(Namespaces.Register, "remove") is not null)
        {
            await Refuse(stream, request, new StanzaError(StanzaErrorCondition.UnexpectedRequest)).ConfigureAwait(false);
            return;
        }

        if (!IsOpenFor(stream))
        {
            await Refuse(stream, request, Closed).ConfigureAwait(false);
            return;
        }

        if (stream.HasRegistered)
        {
            await Refuse(stream, request, new StanzaError(StanzaErrorCondition.NotAcceptable, "This connection has registered an account already.")).ConfigureAwait(false);
            return;
        }

        string name = payload.Child(Namespaces.Register, "username")?.Text ?? "";
        string password = payload.Child(Namespaces.Register, "password")?.Text ?? "";
        if (name.Length == 0 || password.Length == 0)
        {
            await Refuse(stream, request, new StanzaError(StanzaErrorCondition.NotAcceptable, "User name and password are both needed.")).ConfigureAwait(false);
            return;
        }

        RegistrationResult result = await accounts.RegisterAsync(
            stream.Domain!, name, password, stream.RegistrationCode, stream.Carrier.RemoteAddress).ConfigureAwait(false);
        if (!result.IsDone)
        {
            await Refuse(stream, request, RegistrationErrors.Of(result)).ConfigureAwait(false);
            return;
        }

        stream.HasRegistered = true;
        await Answer(stream, request, null).ConfigureAwait(false);
    }

    private static bool IsOpenFor(ClientStream stream) =>
        stream.RegistrationCode is not null || stream.Domain!.Registration.Mode == RegistrationMode.Open;

    private static StanzaError Closed => new(StanzaErrorCondition.NotAllowed, "Registration is closed on this server.");

    private static ValueTask Answer(ClientStream stream, Element request, Element? payload) => Send(stream, request, "result", payload);

    // The request is not repeated: it holds the password.
    private static ValueTask Refuse(ClientStream stream, Element request, StanzaError error) => Send(stream, request, "error", error.ToElement());

    private static ValueTask Send(ClientStream stream, Element request, string type, Element? payload)
    {
        stream.Send(new Element(
            Namespaces.Client, "iq", ("type", type), ("id", request.Attribute("id")),
            ("from", request.Attribute("to") is null ? null : stream.DomainName), payload));
        return ValueTask.CompletedTask;
    }
}
