using System.Security.Cryptography;

using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Negotiation;

/// <summary>Resource binding (RFC 6120 §7).</summary>
internal sealed class Bind : IStreamFeature
{
    public Element? Advertise(ClientStream stream) =>
        stream is { Authenticated: not null, Session: null } ? new Element(Namespaces.Bind, "bind") : null;

    public bool Takes(Element element) =>
        element.Is(Namespaces.Client, "iq") && element.FirstChild is { } payload && payload.Namespace == Namespaces.Bind;

    public async ValueTask NegotiateAsync(ClientStream stream, Element element)
    {
        if (stream.Authenticated is not { } bare)
        {
            Refuse(stream, element, new StanzaError(StanzaErrorCondition.NotAllowed));
            return;
        }

        string? wanted = element.FirstChild!.Child(Namespaces.Bind, "resource")?.Text;
        if (element.Attribute("type") != "set" || element.Attribute("id") is null || element.FirstChild.Name != "bind")
        {
            Refuse(stream, element, new StanzaError(StanzaErrorCondition.BadRequest));
            return;
        }

        if (ChooseAddress(bare, wanted) is not { } full)
        {
            Refuse(stream, element, new StanzaError(StanzaErrorCondition.BadRequest, "The resource is not valid."));
            return;
        }

        StanzaError? error = await BindAsync(stream, full, session =>
            stream.Send(new Element(
                Namespaces.Client, "iq", ("type", "result"), ("id", element.Attribute("id")),
                new Element(Namespaces.Bind, "bind", new Element(Namespaces.Bind, "jid", full.ToString()))))).ConfigureAwait(false);
        if (error is not null)
        {
            Refuse(stream, element, error);
        }
    }

    /// <summary>The wanted resource, or one of ours; null when it is not valid.</summary>
    public static Jid? ChooseAddress(Jid bare, string? wanted)
    {
        string resource = string.IsNullOrEmpty(wanted) ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)) : wanted;
        return Jid.TryCreate(bare.Local, bare.Domain, resource);
    }

    /// <summary>Makes the session and enters it in the account; <paramref name="greet"/> sends the client its answer first.</summary>
    public static async ValueTask<StanzaError?> BindAsync(ClientStream stream, Jid full, Action<Session> greet)
    {
        Account account = stream.Services.Accounts.Accounts.Get(stream.Authenticated!);
        var session = new Session(stream.Services.Sessions, account, full, stream.Language, stream.Carrier);
        StanzaError? error = await account.BindAsync(session, _ =>
        {
            greet(session);
            stream.Attach(session);
        }).ConfigureAwait(false);
        return error;
    }

    private static void Refuse(ClientStream stream, Element request, StanzaError error) =>
        stream.Send(new Element(Namespaces.Client, "iq", ("type", "error"), ("id", request.Attribute("id")), error.ToElement()));
}
