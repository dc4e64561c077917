using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Negotiation;

/// <summary>
/// Binding as part of logging in (Bind 2, XEP-0386). A device that names itself gets the same resource every time, so that it
/// replaces its own former session. Immutable.
/// </summary>
/// <remarks>The text says that messages kept for offline delivery are cleared, because the client reads the archive; as long as the
/// archive cannot be read (XEP-0313), they are delivered as ever.</remarks>
internal sealed class Bind2
{
    /// <summary>Longest tag that becomes part of the address: names of programs are shorter.</summary>
    private const int MaxTag = 64;

    /// <summary>Bytes of a device's own part: 72 bits, so that no two devices of an account share one.</summary>
    private const int IdBytes = 9;

    private readonly byte[] _secret;
    private readonly InlineBindContribution[] _inline;

    /// <param name="secret">Turns device ids into resources that do not show them; must survive restarts.</param>
    /// <param name="inline">What can be enabled on the way.</param>
    public Bind2(byte[] secret, IEnumerable<InlineBindContribution> inline)
    {
        _secret = secret;
        _inline = [.. inline];
        Feature = new Element(
            Namespaces.Bind2, "bind",
            new Element(Namespaces.Bind2, "inline", Content.Many(
                _inline.Select(i => i.Namespace).Append(Namespaces.Sm).Distinct().Order(StringComparer.Ordinal)
                    .Select(ns => new Element(Namespaces.Bind2, "feature", ("var", ns))))));
    }

    /// <summary>What is advertised among SASL2's inline features.</summary>
    public Element Feature { get; }

    /// <summary>Binds; <paramref name="greet"/> sends the client its answer with the <c>&lt;bound/&gt;</c> it is given.</summary>
    /// <returns>Null on success, otherwise the reason.</returns>
    public Task<StanzaError?> BindAsync(ClientStream stream, Jid bare, Element request, string? device, Action<Session, Element> greet)
    {
        string id = device is null
            ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes))
            : Base64Url.EncodeToString(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"{bare}\0{device}")).AsSpan(0, IdBytes));
        Account account = stream.Services.Accounts.Accounts.Get(bare);
        var session = new Session(stream.Services.Sessions, account, Address(bare, request, id), stream.Language, stream.Carrier);
        return account.BindAsync(
            session,
            resource =>
            {
                Element bound = Enable(account, resource, session, request);
                greet(session, bound);
            },
            device is null ? null : "/" + id);
    }

    private static Jid Address(Jid bare, Element request, string id)
    {
        string? tag = request.Child(Namespaces.Bind2, "tag")?.Text.Trim();
        Jid? tagged = tag is { Length: > 0 and <= MaxTag } ? Jid.TryCreate(bare.Local, bare.Domain, $"{tag}/{id}") : null;
        return tagged ?? Jid.TryCreate(bare.Local, bare.Domain, "client/" + id)!;
    }

    private Element Enable(Account account, BoundResource resource, Session session, Element request)
    {
        var answers = new List<Element>();
        foreach (Element feature in request.Elements)
        {
            if (feature.Is(Namespaces.Sm, "enable") && !session.IsManaged)
            {
                answers.Add(StreamManagementFeature.EnableSession(session, feature.Attribute("resume") is "true" or "1"));
                continue;
            }

            foreach (InlineBindContribution inline in _inline)
            {
                if (inline.Namespace == feature.Namespace && inline.Handler(account, resource, session, feature) is { } answer)
                {
                    answers.Add(answer);
                }
            }
        }

        return new Element(Namespaces.Bind2, "bound", Content.Many(answers));
    }
}
