namespace Nightjar.Xmpp.Xml;

/// <content>The XML declaration (XML 1.0 §2.8).</content>
internal sealed partial class XmlScanner
{
    // The longest sensible one, <?xml version="1.0" encoding="UTF-8" standalone="yes"?>, has 55 bytes.
    private const int MaxDeclarationBytes = 128;

    private ScanStatus ScanDeclaration(ReadOnlySpan<byte> data)
    {
        var end = data[_pos..].IndexOf((byte)'>');
        var length = end < 0 ? data.Length : _pos + end + 1;
        var head = "<?xml"u8;
        if (!data[..Math.Min(head.Length, length)].SequenceEqual(head[..Math.Min(head.Length, length)])
            || (length > head.Length && !XmlChars.IsSpace(data[head.Length])))
        {
            return Fail(XmlErrorCondition.RestrictedXml, "a processing instruction is not allowed", 1);
        }

        if (length > MaxDeclarationBytes)
        {
            return Fail(XmlErrorCondition.NotWellFormed, "malformed XML declaration", length);
        }

        if (end < 0)
        {
            return Suspend(State.Declaration, length);
        }

        var rest = data[head.Length..length];
        if (!TakeAttribute(ref rest, "version"u8, out var version) || !version.SequenceEqual("1.0"u8))
        {
            return Fail(XmlErrorCondition.NotWellFormed, "malformed XML declaration", length);
        }

        if (TakeAttribute(ref rest, "encoding"u8, out var encoding) && !IsUtf8(encoding))
        {
            return Fail(XmlErrorCondition.UnsupportedEncoding, "the only encoding is UTF-8", length);
        }

        if ((TakeAttribute(ref rest, "standalone"u8, out var standalone) && !standalone.SequenceEqual("yes"u8) && !standalone.SequenceEqual("no"u8))
            || !SkipSpaces(rest).SequenceEqual("?>"u8))
        {
            return Fail(XmlErrorCondition.NotWellFormed, "malformed XML declaration", length);
        }

        _pos = length;
        return ScanStatus.Declaration;
    }

    private static bool IsUtf8(ReadOnlySpan<byte> encoding) =>
        System.Text.Ascii.EqualsIgnoreCase(encoding, "utf-8"u8);

    /// <summary>Takes white space, the name, '=' and the quoted value off the front, or nothing.</summary>
    private static bool TakeAttribute(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        var s = SkipSpaces(rest);
        if (s.Length == rest.Length || !s.StartsWith(name))
        {
            return false;
        }

        s = SkipSpaces(s[name.Length..]);
        if (s.IsEmpty || s[0] != '=')
        {
            return false;
        }

        s = SkipSpaces(s[1..]);
        if (s.IsEmpty || s[0] is not ((byte)'"' or (byte)'\''))
        {
            return false;
        }

        var close = s[1..].IndexOf(s[0]);
        if (close < 0)
        {
            return false;
        }

        value = s.Slice(1, close);
        rest = s[(close + 2)..];
        return true;
    }

    private static ReadOnlySpan<byte> SkipSpaces(ReadOnlySpan<byte> data) => data.TrimStart(" \t\r\n"u8);
}
