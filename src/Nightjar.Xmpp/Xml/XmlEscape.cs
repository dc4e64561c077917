using System.Buffers;
using System.Text;

namespace Nightjar.Xmpp.Xml;

/// <summary>Escaping such that no output can break out of its place: markup characters become references, characters that
/// XML forbids and invalid UTF become U+FFFD.</summary>
public static class XmlEscape
{
    private static readonly SearchValues<byte> s_plainAttribute = SearchValues.Create(PlainBytes("&<>\"'"u8));
    private static readonly SearchValues<byte> s_plainText = SearchValues.Create(PlainBytes("&<>"u8, "\t\n"u8));

    /// <summary>Writes an attribute value (without quotes), given as unescaped UTF-8; good between either kind of quotes.</summary>
    public static void WriteAttribute(ReadOnlySpan<byte> utf8, IBufferWriter<byte> output) => Write(utf8, output, s_plainAttribute);

    /// <summary>Writes text for between tags, given as unescaped UTF-8.</summary>
    public static void WriteText(ReadOnlySpan<byte> utf8, IBufferWriter<byte> output) => Write(utf8, output, s_plainText);

    /// <summary>Writes an attribute value (without quotes); good between either kind of quotes.</summary>
    public static void WriteAttribute(ReadOnlySpan<char> value, IBufferWriter<byte> output) => Write(value, output, attribute: true);

    /// <summary>Writes text for between tags.</summary>
    public static void WriteText(ReadOnlySpan<char> text, IBufferWriter<byte> output) => Write(text, output, attribute: false);

    /// <summary>The escaped bytes of an attribute value, for a caller that uses them again and again.</summary>
    public static byte[] EscapeAttribute(string value)
    {
        var utf8 = Encoding.UTF8.GetBytes(value);
        if (utf8.AsSpan().IndexOfAnyExcept(s_plainAttribute) < 0)
        {
            return utf8;
        }

        var output = new ArrayBufferWriter<byte>(utf8.Length + 16);
        WriteAttribute(value, output);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(ReadOnlySpan<byte> utf8, IBufferWriter<byte> output, SearchValues<byte> plain)
    {
        while (true)
        {
            var run = utf8.IndexOfAnyExcept(plain);
            if (run < 0)
            {
                output.Write(utf8);
                return;
            }

            output.Write(utf8[..run]);
            // An invalid sequence decodes as U+FFFD by itself.
            Rune.DecodeFromUtf8(utf8[run..], out var rune, out var consumed);
            WriteSpecial(rune, output);
            utf8 = utf8[(run + consumed)..];
        }
    }

    private static void Write(ReadOnlySpan<char> text, IBufferWriter<byte> output, bool attribute)
    {
        while (!text.IsEmpty)
        {
            var run = 0;
            while (run < text.Length && IsPlain(text[run], attribute))
            {
                run++;
            }

            if (run > 0)
            {
                // No surrogates are plain, so a run never cuts a pair.
                Encoding.UTF8.GetBytes(text[..run], output);
                text = text[run..];
                continue;
            }

            Rune.DecodeFromUtf16(text, out var rune, out var consumed);
            WriteSpecial(rune, output);
            text = text[consumed..];
        }
    }

    private static bool IsPlain(char c, bool attribute) => c switch
    {
        '&' or '<' or '>' => false,
        '"' or '\'' => !attribute,
        '\t' or '\n' => !attribute,
        < ' ' => false,
        _ => !char.IsSurrogate(c) && c < '\uFFFE',
    };

    private static void WriteSpecial(Rune rune, IBufferWriter<byte> output)
    {
        switch (rune.Value)
        {
            case '&': output.Write("&amp;"u8); break;
            case '<': output.Write("&lt;"u8); break;
            case '>': output.Write("&gt;"u8); break;
            case '"': output.Write("&quot;"u8); break;
            case '\'': output.Write("&apos;"u8); break;
            case '\t': output.Write("&#9;"u8); break;
            case '\n': output.Write("&#10;"u8); break;
            case '\r': output.Write("&#13;"u8); break;
            default:
                output.Advance((XmlChars.IsChar(rune.Value) ? rune : Rune.ReplacementChar).EncodeToUtf8(output.GetSpan(4)));
                break;
        }
    }

    /// <summary>ASCII that may be written as it is; what is above goes character by character, because it is checked.</summary>
    private static byte[] PlainBytes(ReadOnlySpan<byte> special, ReadOnlySpan<byte> controls = default)
    {
        var plain = new List<byte>([.. controls]);
        for (byte b = 0x20; b < 0x80; b++)
        {
            if (!special.Contains(b))
            {
                plain.Add(b);
            }
        }

        return [.. plain];
    }
}
