using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Nightjar.Xmpp.Xml;

/// <summary>An XML element as a value: immutable, thread-safe. What came from the wire keeps its raw bytes.</summary>
public sealed class Element
{
    /// <summary>Marks raw bytes that mean the same below any default namespace.</summary>
    internal static readonly string AnyDefault = new("any");

    // Null: the raw bytes need prefixes from outside, or there are none.
    private readonly string? _rawInherits;

    /// <summary>Makes an element from its attributes, children and text, in any order.</summary>
    /// <param name="ns">The namespace; empty for none.</param>
    /// <param name="name">The local name.</param>
    /// <param name="content">What it holds; see <see cref="Content"/>.</param>
    /// <exception cref="ArgumentException">A name is not an NCName, an attribute is given twice, or one claims to be a
    /// namespace declaration.</exception>
    public Element(string ns, string name, params ReadOnlySpan<Content> content)
        : this(ns, name, [], [], content)
    {
    }

    internal Element(
        string ns, string name, ImmutableArray<XmlAttribute> attributes, ImmutableArray<XmlNode> nodes, ReadOnlyMemory<byte> raw, string? rawInherits)
    {
        Namespace = ns;
        Name = name;
        Attributes = attributes;
        Nodes = nodes;
        Raw = raw;
        _rawInherits = rawInherits;
    }

    private Element(
        string ns, string name, ImmutableArray<XmlAttribute> attributes, ImmutableArray<XmlNode> nodes, ReadOnlySpan<Content> content)
    {
        ArgumentNullException.ThrowIfNull(ns);
        ElementContent.CheckName(name);
        Namespace = ns;
        Name = name;
        (Attributes, Nodes) = ElementContent.Combine(attributes, nodes, content);
    }

    /// <summary>The namespace; empty for none.</summary>
    public string Namespace { get; }

    /// <summary>The local name.</summary>
    public string Name { get; }

    /// <summary>The attributes in order, without namespace declarations.</summary>
    public ImmutableArray<XmlAttribute> Attributes { get; }

    /// <summary>Children and text in order.</summary>
    public ImmutableArray<XmlNode> Nodes { get; }

    /// <summary>The bytes this was parsed from; empty when it was made in code. They may depend on prefixes declared
    /// outside: use <see cref="WriteTo"/>, which reuses them when the place allows it.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>The child elements.</summary>
    public ElementChildren Elements => new(Nodes);

    /// <summary>The first child element, or null.</summary>
    public Element? FirstChild
    {
        get
        {
            foreach (var child in Elements)
            {
                return child;
            }

            return null;
        }
    }

    /// <summary>The text directly inside, joined; empty when there is none.</summary>
    public string Text => Nodes.Length switch
    {
        0 => "",
        1 => Nodes[0].Text ?? "",
        _ => string.Concat(Nodes.Select(static node => node.Text)),
    };

    /// <summary>Parses text that is exactly one element; the strictness of <see cref="XmlStreamReader"/>.</summary>
    /// <param name="utf8">The text. The element keeps these bytes: they must not change afterwards.</param>
    /// <param name="inheritedNamespace">The default namespace around it.</param>
    /// <param name="inherited">Prefixes declared around it; its own default namespace is not used.</param>
    /// <param name="limits">Limits; <see cref="XmlLimits.Server"/> when null.</param>
    /// <exception cref="XmlFormatException">The text is not one acceptable element.</exception>
    public static Element Parse(
        ReadOnlyMemory<byte> utf8, string inheritedNamespace = "", NamespaceContext? inherited = null, XmlLimits? limits = null) =>
        ElementTree.Parse(utf8, inheritedNamespace, inherited, limits, out var error) ?? throw new XmlFormatException(error!);

    /// <summary>Parses a string that is exactly one element, as <see cref="Parse(ReadOnlyMemory{byte}, string, NamespaceContext?, XmlLimits?)"/>.</summary>
    /// <exception cref="XmlFormatException">The text is not one acceptable element.</exception>
    public static Element Parse(string xml, string inheritedNamespace = "") => Parse(Encoding.UTF8.GetBytes(xml), inheritedNamespace);

    /// <summary>As <see cref="Parse(ReadOnlyMemory{byte}, string, NamespaceContext?, XmlLimits?)"/>, without the exception.</summary>
    public static bool TryParse(
        ReadOnlyMemory<byte> utf8,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Element? element,
        string inheritedNamespace = "",
        NamespaceContext? inherited = null,
        XmlLimits? limits = null)
    {
        element = ElementTree.Parse(utf8, inheritedNamespace, inherited, limits, out _);
        return element is not null;
    }

    /// <summary>The value of an attribute without namespace, or null.</summary>
    public string? Attribute(string name) => Attribute("", name);

    /// <summary>The value of an attribute, or null.</summary>
    public string? Attribute(string ns, string name)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Name == name && attribute.Namespace == ns)
            {
                return attribute.Value;
            }
        }

        return null;
    }

    /// <summary>The first child with this name, or null.</summary>
    public Element? Child(string ns, string name)
    {
        foreach (var child in Elements)
        {
            if (child.Is(ns, name))
            {
                return child;
            }
        }

        return null;
    }

    /// <summary>Whether this is the element of that name.</summary>
    public bool Is(string ns, string name) => Name == name && Namespace == ns;

    /// <summary>A copy with attributes added or replaced, and children and text appended.</summary>
    public Element With(params ReadOnlySpan<Content> content) => new(Namespace, Name, Attributes, Nodes, content);

    /// <summary>A copy without the child elements that match; itself when none does.</summary>
    public Element Without(Func<Element, bool> match)
    {
        var nodes = Nodes.RemoveAll(node => node.Element is { } element && match(element));
        return nodes.Length == Nodes.Length ? this : new Element(Namespace, Name, Attributes, nodes, default, null);
    }

    /// <summary>Whether both mean the same: names, attributes in any order, children and text in order.</summary>
    public bool DeepEquals(Element? other) => other is not null && ElementContent.AreEqual(this, other);

    /// <summary>Writes this element, its raw bytes unchanged where the place allows it.</summary>
    public void WriteTo(XmlStreamWriter writer) => writer.Element(this);

    /// <summary>The element as it may stand where <paramref name="inheritedNamespace"/> is the default and no prefix is declared.</summary>
    public byte[] ToUtf8(string inheritedNamespace = "")
    {
        if (RawFits(inheritedNamespace))
        {
            return Raw.ToArray();
        }

        var buffer = new ArrayBufferWriter<byte>();
        new XmlStreamWriter(buffer, inheritedNamespace).Element(this);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The element as text that stands alone.</summary>
    public override string ToString() => Encoding.UTF8.GetString(ToUtf8());

    /// <summary>Whether the raw bytes mean the same below this default namespace, without any prefix from outside.</summary>
    internal bool RawFits(string defaultNamespace) =>
        _rawInherits is not null && (ReferenceEquals(_rawInherits, AnyDefault) || _rawInherits == defaultNamespace);
}
