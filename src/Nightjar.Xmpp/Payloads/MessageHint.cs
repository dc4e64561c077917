using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Payloads;

/// <summary>Reads and writes <see cref="MessageHints"/> (XEP-0334).</summary>
public static class MessageHint
{
    static readonly (string Name, MessageHints Hint)[] Known =
    [
        ("no-permanent-store", MessageHints.NoPermanentStore), ("no-store", MessageHints.NoStore),
        ("no-copy", MessageHints.NoCopy), ("store", MessageHints.Store),
    ];

    /// <summary>The hint that one element is; null when it is none.</summary>
    public static MessageHints? Parse(Element element)
    {
        if (element.Namespace != Namespaces.Hints) return null;
        foreach (var (name, hint) in Known)
        {
            if (element.Name == name) return hint;
        }

        return null;
    }

    /// <summary>All hints among the children of a message.</summary>
    public static MessageHints In(Element message)
    {
        var hints = MessageHints.None;
        foreach (var child in message.Elements) hints |= Parse(child) ?? MessageHints.None;
        return hints;
    }

    /// <summary>One element for each hint.</summary>
    public static IEnumerable<Element> ToElements(MessageHints hints) =>
        from known in Known where hints.HasFlag(known.Hint) select new Element(Namespaces.Hints, known.Name);
}
