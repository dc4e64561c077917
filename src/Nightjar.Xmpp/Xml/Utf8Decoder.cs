namespace Nightjar.Xmpp.Xml;

/// <summary>Strict decoding of one non-ASCII character (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF).</summary>
internal static class Utf8Decoder
{
    /// <summary>What <see cref="Decode"/> returns when the bytes so far are right but not all there.</summary>
    public const int Incomplete = -1;

    /// <summary>What <see cref="Decode"/> returns for bytes that no continuation can mend.</summary>
    public const int Invalid = -2;

    /// <summary>Decodes the character at <paramref name="i"/>, whose first byte is 0x80 or above.</summary>
    public static int Decode(ReadOnlySpan<byte> data, int i, out int length)
    {
        int b0 = data[i];
        var available = data.Length - i;
        length = 0;
        if (b0 < 0xC2)
        {
            return Invalid;
        }

        if (b0 < 0xE0)
        {
            length = 2;
            return available < 2 ? Incomplete : IsTail(data[i + 1]) ? ((b0 & 0x1F) << 6) | (data[i + 1] & 0x3F) : Invalid;
        }

        if (b0 < 0xF0)
        {
            length = 3;
            if (available < 2)
            {
                return Incomplete;
            }

            int b1 = data[i + 1];
            if (!IsTail(b1) || (b0 == 0xE0 && b1 < 0xA0) || (b0 == 0xED && b1 > 0x9F))
            {
                return Invalid;
            }

            return available < 3 ? Incomplete
                : IsTail(data[i + 2]) ? ((b0 & 0x0F) << 12) | ((b1 & 0x3F) << 6) | (data[i + 2] & 0x3F) : Invalid;
        }

        return b0 > 0xF4 ? Invalid : DecodeFour(data[i..], out length);
    }

    private static int DecodeFour(ReadOnlySpan<byte> data, out int length)
    {
        length = 4;
        if (data.Length < 2)
        {
            return Incomplete;
        }

        if (!IsTail(data[1]) || (data[0] == 0xF0 && data[1] < 0x90) || (data[0] == 0xF4 && data[1] > 0x8F))
        {
            return Invalid;
        }

        if (data.Length < 3)
        {
            return Incomplete;
        }

        if (!IsTail(data[2]))
        {
            return Invalid;
        }

        return data.Length < 4 ? Incomplete
            : IsTail(data[3])
                ? ((data[0] & 0x07) << 18) | ((data[1] & 0x3F) << 12) | ((data[2] & 0x3F) << 6) | (data[3] & 0x3F)
                : Invalid;
    }

    private static bool IsTail(int b) => (b & 0xC0) == 0x80;
}
