namespace Nightjar.Xmpp.Xml;

/// <summary>One complete, validated depth-1 element, as raw bytes and offsets into them.</summary>
/// <remarks>Valid until the next call of <c>XmlStreamReader.Read</c>, <see cref="XmlStreamReader.Reset"/> or
/// <see cref="XmlStreamReader.Dispose"/> of its reader, and while the caller keeps the input as it is.</remarks>
public readonly ref struct XmlFrame
{
    private readonly XmlScanner _scanner;
    private readonly NamespaceContext _context;

    internal XmlFrame(ReadOnlySpan<byte> bytes, XmlScanner scanner, NamespaceContext context)
    {
        Bytes = bytes;
        _scanner = scanner;
        _context = context;
    }

    /// <summary>The whole element as it came.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The name without prefix.</summary>
    public ReadOnlySpan<byte> LocalName
    {
        get
        {
            var skip = _scanner.TopPrefixLength == 0 ? 0 : _scanner.TopPrefixLength + 1;
            return Bytes.Slice(1 + skip, _scanner.TopNameLength - skip);
        }
    }

    /// <summary>The element's namespace; a constant of <see cref="Namespaces"/> when it is known, else a new string.</summary>
    public string Namespace => Resolve(Bytes.Slice(1, _scanner.TopPrefixLength));

    /// <summary>The namespace that unprefixed elements in <see cref="Content"/> inherit.</summary>
    public string DefaultNamespace => Resolve(default);

    /// <summary>Offset just after the start tag's '&gt;'.</summary>
    public int HeadLength => _scanner.HeadLength;

    /// <summary>Offset of the end tag; equal to <see cref="HeadLength"/> for an element without content.</summary>
    public int ContentEnd => _scanner.ContentEnd;

    /// <summary>Written as an empty-element tag.</summary>
    public bool IsEmptyElement => _scanner.IsEmptyElement;

    /// <summary>The start tag's attributes in order, namespace declarations included.</summary>
    public ReadOnlySpan<XmlAttributeRange> Attributes => _scanner.TopAttributes;

    /// <summary>The raw bytes between start and end tag.</summary>
    public ReadOnlySpan<byte> Content => Bytes[HeadLength..ContentEnd];

    /// <summary><see cref="Content"/> may stand unchanged below a start tag that somebody else writes, where the default
    /// namespace is <see cref="DefaultNamespace"/>: the element itself has no prefix and declares none, every prefix used
    /// inside is declared inside, and there is no CDATA section. Otherwise write <see cref="ToElement"/> instead.</summary>
    /// <remarks>Says nothing of <c>xml:lang</c>, which the new start tag has to carry over by itself.</remarks>
    public bool IsPortable => _scanner.IsPortable;

    /// <summary>Walks the child elements without building anything.</summary>
    public XmlChildEnumerator Children => new(Content, DefaultNamespace);

    /// <summary>The raw bytes of an attribute's qualified name.</summary>
    public ReadOnlySpan<byte> NameOf(in XmlAttributeRange attribute) => Bytes.Slice(attribute.NameStart, attribute.NameLength);

    /// <summary>The raw bytes of an attribute's value, references included.</summary>
    public ReadOnlySpan<byte> ValueOf(in XmlAttributeRange attribute) => Bytes.Slice(attribute.ValueStart, attribute.ValueLength);

    /// <summary>Finds an attribute by its qualified name.</summary>
    public bool TryGetAttribute(ReadOnlySpan<byte> name, out XmlAttributeRange attribute)
    {
        foreach (ref readonly var candidate in _scanner.TopAttributes)
        {
            if (candidate.NameLength == name.Length && NameOf(candidate).SequenceEqual(name))
            {
                attribute = candidate;
                return true;
            }
        }

        attribute = default;
        return false;
    }

    /// <summary>The meaning of an attribute's value, or null when it is absent. Allocates the string.</summary>
    public string? Attribute(ReadOnlySpan<byte> name) =>
        TryGetAttribute(name, out var attribute) ? XmlText.DecodeAttribute(ValueOf(attribute)) : null;

    /// <summary>Copies the element and builds its tree, with the stream's prefixes in scope. Written by
    /// <see cref="XmlStreamWriter"/> it declares all it needs, whatever <see cref="IsPortable"/> says; prefixes inside
    /// attribute values or text (QNames) are not tracked.</summary>
    public Element ToElement() => ElementTree.Build(Bytes.ToArray(), _context);

    private string Resolve(ReadOnlySpan<byte> prefix)
    {
        foreach (ref readonly var attribute in _scanner.TopAttributes)
        {
            var declared = prefix.IsEmpty
                ? attribute.NameLength == 5 && attribute.PrefixLength == 0 && NameOf(attribute).SequenceEqual("xmlns"u8)
                : attribute.PrefixLength == 5 && NameOf(attribute).StartsWith("xmlns:"u8) && NameOf(attribute)[6..].SequenceEqual(prefix);
            if (declared)
            {
                return Namespaces.InternRaw(ValueOf(attribute));
            }
        }

        return prefix.IsEmpty ? _context.DefaultNamespace : _context.Resolve(prefix) ?? "";
    }
}
