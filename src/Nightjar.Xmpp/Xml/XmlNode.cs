namespace Nightjar.Xmpp.Xml;

/// <summary>A child of an <see cref="Element"/>: an element or a piece of text.</summary>
public readonly record struct XmlNode
{
    private readonly object _value;

    /// <summary>A child element.</summary>
    public XmlNode(Element element) => _value = element;

    /// <summary>A piece of text.</summary>
    public XmlNode(string text) => _value = text;

    /// <summary>The child element, or null when this is text.</summary>
    public Element? Element => _value as Element;

    /// <summary>The text, or null when this is an element.</summary>
    public string? Text => _value as string;
}
