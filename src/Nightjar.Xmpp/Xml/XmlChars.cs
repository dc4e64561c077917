using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Nightjar.Xmpp.Xml;

/// <summary>Character classes of XML 1.0 (fifth edition) on UTF-8 bytes, and the vectorised skips over plain runs.</summary>
internal static class XmlChars
{
    private const byte NameStartFlag = 1;
    private const byte NameFlag = 2;
    private const byte SpaceFlag = 4;

    // The colon is left out on purpose: names are scanned as one or two NCNames.
    private static ReadOnlySpan<byte> Classes =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 0, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0,
        0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0, 0, 0, 0, 3,
        0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    public static bool IsAsciiNameStart(byte b) => (Classes[b] & NameStartFlag) != 0;

    public static bool IsAsciiName(byte b) => (Classes[b] & NameFlag) != 0;

    public static bool IsSpace(byte b) => (Classes[b] & SpaceFlag) != 0;

    /// <summary>XML 1.0 production [2], Char.</summary>
    public static bool IsChar(int c) =>
        c >= 0x20 ? c <= 0xD7FF || (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF) : c is 0x9 or 0xA or 0xD;

    /// <summary>XML 1.0 production [4], NameStartChar, without the colon.</summary>
    public static bool IsNameStart(int c) => c < 0x80
        ? c >= 0 && IsAsciiNameStart((byte)c)
        : c is (>= 0xC0 and <= 0x2FF and not 0xD7 and not 0xF7)
            or (>= 0x370 and <= 0x1FFF and not 0x37E)
            or 0x200C or 0x200D
            or (>= 0x2070 and <= 0x218F)
            or (>= 0x2C00 and <= 0x2FEF)
            or (>= 0x3001 and <= 0xD7FF)
            or (>= 0xF900 and <= 0xFDCF)
            or (>= 0xFDF0 and <= 0xFFFD)
            or (>= 0x10000 and <= 0xEFFFF);

    /// <summary>XML 1.0 production [4a], NameChar, without the colon.</summary>
    public static bool IsName(int c) => c < 0x80
        ? c >= 0 && IsAsciiName((byte)c)
        : IsNameStart(c) || c is 0xB7 or (>= 0x300 and <= 0x36F) or 0x203F or 0x2040;

    /// <summary>Whether the string is an NCName (Namespaces in XML 1.0 §3).</summary>
    public static bool IsNCName(ReadOnlySpan<char> name)
    {
        var first = true;
        while (Rune.DecodeFromUtf16(name, out var rune, out var consumed) == OperationStatus.Done)
        {
            if (!(first ? IsNameStart(rune.Value) : IsName(rune.Value)))
            {
                return false;
            }

            first = false;
            name = name[consumed..];
        }

        return !first && name.IsEmpty;
    }

    /// <summary>Index of the first byte at or after <paramref name="i"/> that text has to look at: &lt; &amp; &gt;, a control
    /// character or a byte above 0x7F; the length when there is none.</summary>
    public static int SkipText(ReadOnlySpan<byte> data, int i)
    {
        ref var start = ref MemoryMarshal.GetReference(data);
        for (; i <= data.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
        {
            var v = Vector256.LoadUnsafe(ref start, (nuint)i);
            // Signed, so that one comparison finds controls and bytes above 0x7F.
            var hit = Vector256.LessThan(v.AsSByte(), Vector256.Create((sbyte)0x20)).AsByte()
                | Vector256.Equals(v, Vector256.Create((byte)'<'))
                | Vector256.Equals(v, Vector256.Create((byte)'&'))
                | Vector256.Equals(v, Vector256.Create((byte)'>'));
            var mask = hit.ExtractMostSignificantBits();
            if (mask != 0)
            {
                return i + BitOperations.TrailingZeroCount(mask);
            }
        }

        for (; i < data.Length; i++)
        {
            var b = data[i];
            if ((sbyte)b < 0x20 || b is (byte)'<' or (byte)'&' or (byte)'>')
            {
                return i;
            }
        }

        return i;
    }

    /// <summary>As <see cref="SkipText"/> for an attribute value: stops at its quote, &lt; &amp;, a control character or a
    /// byte above 0x7F.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SkipValue(ReadOnlySpan<byte> data, int i, byte quote)
    {
        ref var start = ref MemoryMarshal.GetReference(data);
        for (; i <= data.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
        {
            var v = Vector256.LoadUnsafe(ref start, (nuint)i);
            var hit = Vector256.LessThan(v.AsSByte(), Vector256.Create((sbyte)0x20)).AsByte()
                | Vector256.Equals(v, Vector256.Create((byte)'<'))
                | Vector256.Equals(v, Vector256.Create((byte)'&'))
                | Vector256.Equals(v, Vector256.Create(quote));
            var mask = hit.ExtractMostSignificantBits();
            if (mask != 0)
            {
                return i + BitOperations.TrailingZeroCount(mask);
            }
        }

        for (; i < data.Length; i++)
        {
            var b = data[i];
            if ((sbyte)b < 0x20 || b == quote || b is (byte)'<' or (byte)'&')
            {
                return i;
            }
        }

        return i;
    }
}
