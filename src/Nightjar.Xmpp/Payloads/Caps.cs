using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Payloads;

/// <summary>The announcement of what an entity can do (XEP-0115): a hash of its service discovery answer.</summary>
/// <param name="Node">A URI that names the software.</param>
/// <param name="Hash">Name of the hash function, such as <c>sha-1</c>; null in the format before version 1.4, which proves
/// nothing.</param>
/// <param name="Ver">The verification string; see <see cref="CapsHash"/>.</param>
public sealed record Caps(string Node, string? Hash, string Ver)
{
    /// <summary>The node to ask for the answer behind this announcement.</summary>
    public string QueryNode => $"{Node}#{Ver}";

    /// <summary>Reads a <c>&lt;c/&gt;</c>; null when it is something else or incomplete.</summary>
    public static Caps? Parse(Element element) =>
        element.Is(Namespaces.Caps, "c") && element.Attribute("node") is { Length: > 0 } node && element.Attribute("ver") is { Length: > 0 } ver
            ? new Caps(node, element.Attribute("hash"), ver)
            : null;

    /// <summary>The element.</summary>
    public Element ToElement() => new(Namespaces.Caps, "c", ("hash", Hash), ("node", Node), ("ver", Ver));
}
