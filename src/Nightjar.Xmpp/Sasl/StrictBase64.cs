using System.Buffers;
using System.Buffers.Text;

namespace Nightjar.Xmpp.Sasl;

/// <summary>
/// Base64 with exactly one spelling for each value: no white space, padding complete, unused bits zero. The framework's decoder
/// is more lenient, and leniency here means that a message could be changed without anybody noticing.
/// </summary>
static class StrictBase64
{
    const int StackBytes = 512;

    /// <summary>Decodes into a new array; null when it is not strict base64, empty, or longer than <paramref name="maxBytes"/>.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> text, int maxBytes)
    {
        if (text.IsEmpty || text.Length % 4 != 0 || text.Length > Base64.GetMaxEncodedToUtf8Length(maxBytes)) return null;
        var length = text.Length / 4 * 3 - (text[^1] == '=' ? 1 : 0) - (text[^2] == '=' ? 1 : 0);
        if (length > maxBytes) return null;
        var value = new byte[length];
        return TryDecode(text, value) ? value : null;
    }

    /// <summary>Decodes into a destination that must be filled exactly.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        if (text.Length != Base64.GetMaxEncodedToUtf8Length(destination.Length)) return false;
        if (Base64.DecodeFromUtf8(text, destination, out var consumed, out var written) != OperationStatus.Done) return false;
        if (consumed != text.Length || written != destination.Length) return false;
        var again = text.Length <= StackBytes ? stackalloc byte[StackBytes] : new byte[text.Length];
        Base64.EncodeToUtf8(destination, again, out _, out var encoded);
        var same = again[..encoded].SequenceEqual(text);
        again.Clear();
        return same;
    }
}
