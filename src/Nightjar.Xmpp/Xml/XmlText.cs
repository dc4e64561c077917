using System.Buffers;
using System.Globalization;
using System.Text;

namespace Nightjar.Xmpp.Xml;

/// <summary>Turns raw text and attribute values of validated XML into what they mean: references resolved, line ends
/// (XML 1.0 §2.11) and attribute values (§3.3.3) normalised.</summary>
public static class XmlText
{
    private static readonly SearchValues<byte> s_specialInText = SearchValues.Create("&\r"u8);
    private static readonly SearchValues<byte> s_specialInAttribute = SearchValues.Create("&\r\n\t"u8);

    /// <summary>The meaning of a raw attribute value as the reader validated it.</summary>
    public static string DecodeAttribute(ReadOnlySpan<byte> raw) => DecodeToString(raw, attribute: true);

    /// <summary>The meaning of raw text between tags as the reader validated it (no CDATA sections).</summary>
    public static string Decode(ReadOnlySpan<byte> raw) => DecodeToString(raw, attribute: false);

    /// <summary>The meaning of a raw attribute value as UTF-8.</summary>
    /// <param name="raw">The value as the reader validated it.</param>
    /// <param name="destination">At least as long as <paramref name="raw"/>: decoding never lengthens.</param>
    /// <returns>The number of bytes written.</returns>
    public static int DecodeAttribute(ReadOnlySpan<byte> raw, Span<byte> destination) => DecodeTo(raw, destination, attribute: true);

    /// <summary>Whether the raw value is its own meaning.</summary>
    internal static bool IsPlainAttribute(ReadOnlySpan<byte> raw) => raw.IndexOfAny(s_specialInAttribute) < 0;

    private static string DecodeToString(ReadOnlySpan<byte> raw, bool attribute)
    {
        if (raw.IsEmpty)
        {
            return "";
        }

        if (raw.IndexOfAny(attribute ? s_specialInAttribute : s_specialInText) < 0)
        {
            return Encoding.UTF8.GetString(raw);
        }

        var rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        var text = Encoding.UTF8.GetString(rented, 0, DecodeTo(raw, rented, attribute));
        ArrayPool<byte>.Shared.Return(rented);
        return text;
    }

    private static int DecodeTo(ReadOnlySpan<byte> raw, Span<byte> destination, bool attribute)
    {
        var special = attribute ? s_specialInAttribute : s_specialInText;
        var written = 0;
        while (true)
        {
            var plain = raw.IndexOfAny(special);
            if (plain < 0)
            {
                raw.CopyTo(destination[written..]);
                return written + raw.Length;
            }

            raw[..plain].CopyTo(destination[written..]);
            written += plain;
            raw = raw[plain..];
            if (raw[0] == '&')
            {
                var end = raw.IndexOf((byte)';');
                written += new Rune(DecodeReference(raw[1..end])).EncodeToUtf8(destination[written..]);
                raw = raw[(end + 1)..];
                continue;
            }

            if (raw[0] == '\r' && raw.Length > 1 && raw[1] == '\n')
            {
                raw = raw[1..];
            }

            destination[written++] = attribute ? (byte)' ' : (byte)'\n';
            raw = raw[1..];
        }
    }

    /// <summary>The character that a reference stands for.</summary>
    /// <param name="body">What stands between &amp; and the semicolon.</param>
    /// <returns>The code point; -1 for an entity that is not predefined, -2 for a malformed or forbidden one.</returns>
    internal static int DecodeReference(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return -2;
        }

        if (body[0] != '#')
        {
            return body.SequenceEqual("amp"u8) ? '&'
                : body.SequenceEqual("lt"u8) ? '<'
                : body.SequenceEqual("gt"u8) ? '>'
                : body.SequenceEqual("quot"u8) ? '"'
                : body.SequenceEqual("apos"u8) ? '\''
                : -1;
        }

        var hex = body.Length > 1 && body[1] == 'x';
        var digits = body[(hex ? 2 : 1)..];
        // No leading sign or space: NumberStyles of the digits only; zeros in front may be many.
        var significant = digits.TrimStart((byte)'0');
        if (digits.IsEmpty || significant.Length > 7)
        {
            return -2;
        }

        var style = hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        return significant.IsEmpty || !int.TryParse(significant, style, CultureInfo.InvariantCulture, out var c) || !XmlChars.IsChar(c)
            ? -2
            : c;
    }
}
