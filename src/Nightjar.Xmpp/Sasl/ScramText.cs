using System.Text;

namespace Nightjar.Xmpp.Sasl;

/// <summary>Small pieces of the SCRAM grammar (RFC 5802 §7).</summary>
static class ScramText
{
    /// <summary>A saslname with <c>=2C</c> and <c>=3D</c> resolved; null when another <c>=</c> stands in it or it is too long.</summary>
    public static string? DecodeName(ReadOnlySpan<byte> escaped)
    {
        if (escaped.IsEmpty || escaped.Length > 3 * ScramDefaults.MaxNameBytes) return null;
        if (!escaped.Contains((byte)'=')) return escaped.Length > ScramDefaults.MaxNameBytes ? null : Encoding.UTF8.GetString(escaped);
        var text = new byte[escaped.Length];
        var length = 0;
        for (var at = 0; at < escaped.Length; at++)
        {
            var value = escaped[at];
            if (value == '=')
            {
                var code = escaped[(at + 1)..];
                if (code.StartsWith("2C"u8)) value = (byte)',';
                else if (!code.StartsWith("3D"u8)) return null;
                at += 2;
            }

            text[length++] = value;
        }

        return length > ScramDefaults.MaxNameBytes ? null : Encoding.UTF8.GetString(text, 0, length);
    }

    /// <summary>A saslname with comma and equals sign escaped.</summary>
    public static string EncodeName(string name) =>
        name.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);

    /// <summary>Whether a nonce is printable ASCII without comma, not empty and within the limit.</summary>
    public static bool IsNonce(ReadOnlySpan<byte> nonce) =>
        nonce.Length is > 0 and <= ScramDefaults.MaxNonceLength && !nonce.ContainsAnyExceptInRange((byte)'!', (byte)'~') && !nonce.Contains((byte)',');

    /// <summary>A posit-number (no sign, no leading zero) up to a maximum; -1 when it is not one.</summary>
    public static int ParsePositive(ReadOnlySpan<byte> digits, int maximum)
    {
        if (digits.Length is 0 or > 10 || digits[0] == '0' || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return -1;
        long value = 0;
        foreach (var digit in digits) value = value * 10 + (digit - '0');
        return value <= maximum ? (int)value : -1;
    }
}
