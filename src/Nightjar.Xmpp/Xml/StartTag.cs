namespace Nightjar.Xmpp.Xml;

/// <summary>The parts of one validated start tag.</summary>
internal readonly record struct StartTag(ReadOnlyMemory<byte> Prefix, ReadOnlyMemory<byte> Local, int Length, bool IsEmpty)
{
    private static readonly System.Buffers.SearchValues<byte> s_afterName = System.Buffers.SearchValues.Create(" \t\r\n=/>"u8);

    /// <summary>Takes apart the tag that begins at the first byte.</summary>
    public static StartTag Parse(ReadOnlyMemory<byte> utf8, out List<TagAttribute> attributes)
    {
        attributes = [];
        var data = utf8.Span;
        var i = 1 + NameLength(data[1..]);
        var (prefix, local) = Split(utf8[1..i]);
        while (true)
        {
            i += data[i..].Length - data[i..].TrimStart(" \t\r\n"u8).Length;
            if (data[i] == '>')
            {
                return new StartTag(prefix, local, i + 1, IsEmpty: false);
            }

            if (data[i] == '/')
            {
                return new StartTag(prefix, local, i + 2, IsEmpty: true);
            }

            var nameLength = NameLength(data[i..]);
            var (attributePrefix, attributeLocal) = Split(utf8.Slice(i, nameLength));
            i += nameLength;
            i += data[i..].IndexOfAny((byte)'"', (byte)'\'');
            var valueLength = data[(i + 1)..].IndexOf(data[i]);
            attributes.Add(new TagAttribute(attributePrefix, attributeLocal, utf8.Slice(i + 1, valueLength)));
            i += valueLength + 2;
        }
    }

    private static int NameLength(ReadOnlySpan<byte> data) => data.IndexOfAny(s_afterName);

    private static (ReadOnlyMemory<byte> Prefix, ReadOnlyMemory<byte> Local) Split(ReadOnlyMemory<byte> name)
    {
        var colon = name.Span.IndexOf((byte)':');
        return colon < 0 ? (default, name) : (name[..colon], name[(colon + 1)..]);
    }

    /// <summary>One attribute or declaration.</summary>
    internal readonly record struct TagAttribute(ReadOnlyMemory<byte> Prefix, ReadOnlyMemory<byte> Local, ReadOnlyMemory<byte> RawValue)
    {
        public bool IsDefaultDeclaration => Prefix.IsEmpty && Local.Span.SequenceEqual("xmlns"u8);

        public bool IsPrefixDeclaration => Prefix.Span.SequenceEqual("xmlns"u8);

        public string Value => XmlText.DecodeAttribute(RawValue.Span);

        public string Namespace => Namespaces.InternRaw(RawValue.Span);
    }
}
