using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Payloads;

/// <summary>The id a stanza's sender gave it (XEP-0359); a claim of the sender, nothing more.</summary>
/// <param name="Id">The id.</param>
public sealed record OriginId(string Id)
{
    /// <summary>Reads an <c>&lt;origin-id/&gt;</c>; null when it is something else or has no id.</summary>
    public static OriginId? Parse(Element element) =>
        element.Is(Namespaces.Sid, "origin-id") && element.Attribute("id") is { Length: > 0 } id ? new OriginId(id) : null;

    /// <summary>The element.</summary>
    public Element ToElement() => new(Namespaces.Sid, "origin-id", ("id", Id));
}
