using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Payloads;

/// <summary>The unique id that an archive gave a stanza (XEP-0359).</summary>
/// <param name="Id">The id, unique for <paramref name="By"/>; opaque, and it must not tell anything.</param>
/// <param name="By">Who gave it: the account, or the room.</param>
public sealed record StanzaId(string Id, Jid By)
{
    const string Name = "stanza-id";

    /// <summary>Reads a <c>&lt;stanza-id/&gt;</c>; null when it is something else, incomplete, or not empty as it must be.</summary>
    public static StanzaId? Parse(Element element)
    {
        if (!element.Is(Namespaces.Sid, Name) || element.Nodes.Length > 0) return null;
        return element.Attribute("id") is { Length: > 0 } id && element.Attribute("by") is { } by && Jid.TryParse(by) is { } address
            ? new StanzaId(id, address)
            : null;
    }

    /// <summary>The element.</summary>
    public Element ToElement() => new(Namespaces.Sid, Name, ("id", Id), ("by", By.ToString()));

    /// <summary>
    /// A stanza without the ids that claim to be given by <paramref name="by"/>, however the address is spelt: what arrives with
    /// them is forged (XEP-0359 §"Business Rules"). Malformed ones go too.
    /// </summary>
    public static Element WithoutThoseBy(Element stanza, Jid by) =>
        stanza.Without(child => child.Is(Namespaces.Sid, Name) && (child.Attribute("by") is not { } text || Jid.TryParse(text) is not { } address || address.Equals(by)));
}
