namespace Nightjar.Xmpp.Payloads;

/// <summary>
/// The order of strings by their UTF-8 bytes: the collation "i;octet" (RFC 4790 §9.3). It is the order of code points, which
/// differs from that of UTF-16 where surrogates meet U+E000 to U+FFFF.
/// </summary>
sealed class Utf8Order : IComparer<string>
{
    public static Utf8Order Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var left = x.AsSpan();
        var right = y.AsSpan();
        var common = left.CommonPrefixLength(right);
        if (common == left.Length || common == right.Length) return left.Length - right.Length;
        return Weight(left[common]) - Weight(right[common]);
    }

    // Surrogates stand for code points above U+FFFF, so they come after all others.
    static int Weight(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
