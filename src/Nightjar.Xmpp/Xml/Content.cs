namespace Nightjar.Xmpp.Xml;

/// <summary>Something to put into a new <see cref="Element"/>: an attribute, a child, text, or nothing (null).</summary>
public readonly struct Content
{
    private Content(object? value, XmlAttribute attribute = default)
    {
        Value = value;
        Attribute = attribute;
    }

    /// <summary>An <see cref="Element"/>, a string, a sequence of elements, or null for none of them.</summary>
    internal object? Value { get; }

    /// <summary>An attribute, when its name is not null.</summary>
    internal XmlAttribute Attribute { get; }

    /// <summary>A child element; null is nothing.</summary>
    public static implicit operator Content(Element? element) => new(element);

    /// <summary>Text; null is nothing.</summary>
    public static implicit operator Content(string? text) => new(text);

    /// <summary>An attribute without namespace; a null value is nothing.</summary>
    public static implicit operator Content((string Name, string? Value) attribute) =>
        attribute.Value is null ? default : new Content(null, new XmlAttribute("", attribute.Name, attribute.Value));

    /// <summary>An attribute, with or without namespace.</summary>
    public static implicit operator Content(XmlAttribute attribute) => new(null, attribute);

    /// <summary>Several child elements.</summary>
    public static Content Many(IEnumerable<Element> elements) => new(elements);
}
