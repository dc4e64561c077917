namespace Nightjar.Xmpp.Xml;

/// <summary>One child element met by <see cref="XmlChildEnumerator"/>, as raw bytes.</summary>
public readonly ref struct XmlChild
{
    private static readonly System.Buffers.SearchValues<byte> s_afterName = System.Buffers.SearchValues.Create(" \t\r\n=/>"u8);

    private readonly string _inherited;
    private readonly int _headLength;
    private readonly int _contentEnd;

    internal XmlChild(ReadOnlySpan<byte> raw, int headLength, int contentEnd, string inherited)
    {
        Raw = raw;
        _headLength = headLength;
        _contentEnd = contentEnd;
        _inherited = inherited;
    }

    /// <summary>The whole child.</summary>
    public ReadOnlySpan<byte> Raw { get; }

    /// <summary>What stands between its tags; empty when it is an empty-element tag.</summary>
    public ReadOnlySpan<byte> Content => Raw[_headLength.._contentEnd];

    /// <summary>The name without prefix.</summary>
    public ReadOnlySpan<byte> LocalName
    {
        get
        {
            var name = QualifiedName;
            return name[(name.IndexOf((byte)':') + 1)..];
        }
    }

    /// <summary>The namespace; a constant of <see cref="Namespaces"/> when known, else a new string. Empty when it has a prefix
    /// that the child itself does not declare.</summary>
    public string Namespace
    {
        get
        {
            if (TryGetDeclaration(out var raw))
            {
                return Namespaces.InternRaw(raw);
            }

            return Prefix.IsEmpty ? _inherited : "";
        }
    }

    /// <summary>The namespace that unprefixed elements in <see cref="Content"/> inherit.</summary>
    public string DefaultNamespace =>
        TryGetAttribute("xmlns"u8, out var raw) ? Namespaces.InternRaw(raw) : _inherited;

    /// <summary>Walks this child's own children.</summary>
    public XmlChildEnumerator Children => new(Content, DefaultNamespace);

    private ReadOnlySpan<byte> QualifiedName => Raw.Slice(1, Raw[1..].IndexOfAny(s_afterName));

    private ReadOnlySpan<byte> Prefix
    {
        get
        {
            var name = QualifiedName;
            var colon = name.IndexOf((byte)':');
            return colon < 0 ? default : name[..colon];
        }
    }

    /// <summary>Whether it is the element of that name; allocates nothing for namespaces that are constants.</summary>
    public bool Is(string ns, ReadOnlySpan<byte> localName) => LocalName.SequenceEqual(localName) && NamespaceIs(ns);

    /// <summary>Compares the namespace; allocates nothing unless the declaration contains references or either is not ASCII.</summary>
    public bool NamespaceIs(string ns)
    {
        if (!TryGetDeclaration(out var raw))
        {
            return Prefix.IsEmpty ? _inherited == ns : ns.Length == 0;
        }

        return XmlText.IsPlainAttribute(raw) && System.Text.Ascii.IsValid(ns)
            ? System.Text.Ascii.Equals(raw, ns)
            : XmlText.DecodeAttribute(raw) == ns;
    }

    /// <summary>Finds the raw value of an attribute by its qualified name; decode it with
    /// <see cref="XmlText.DecodeAttribute(ReadOnlySpan{byte})"/>.</summary>
    public bool TryGetAttribute(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> rawValue) => TryFind(name, default, out rawValue);

    private bool TryGetDeclaration(out ReadOnlySpan<byte> raw) =>
        Prefix.IsEmpty ? TryFind("xmlns"u8, default, out raw) : TryFind("xmlns:"u8, Prefix, out raw);

    /// <summary>Finds the attribute whose qualified name is the two parts joined.</summary>
    private bool TryFind(ReadOnlySpan<byte> firstPart, ReadOnlySpan<byte> secondPart, out ReadOnlySpan<byte> rawValue)
    {
        var rest = Raw[(1 + QualifiedName.Length)..];
        while (true)
        {
            rest = rest.TrimStart(" \t\r\n"u8);
            if (rest[0] is (byte)'>' or (byte)'/')
            {
                rawValue = default;
                return false;
            }

            var name = rest[..rest.IndexOfAny(s_afterName)];
            rest = rest[rest.IndexOfAny((byte)'"', (byte)'\'')..];
            var length = rest[1..].IndexOf(rest[0]);
            if (name.Length == firstPart.Length + secondPart.Length && name.StartsWith(firstPart) && name.EndsWith(secondPart))
            {
                rawValue = rest.Slice(1, length);
                return true;
            }

            rest = rest[(length + 2)..];
        }
    }
}
