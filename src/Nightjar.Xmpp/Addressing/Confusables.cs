using System.Text;

namespace Nightjar.Xmpp.Addressing;

/// <summary>Finds strings that look alike (UTS 39 §4). About 60 KB of tables, read at first use.</summary>
public static class Confusables
{
    static readonly Lazy<StringMap> Map = new(static () =>
    {
        ReadOnlySpan<byte> data = UnicodeTables.Resource("confusables.bin");
        return new StringMap(UnicodeTables.NextSection(ref data));
    });

    /// <summary>
    /// The skeleton: two strings are confusable when theirs are equal. Never shown or stored: it is no readable form, and
    /// changes with the tables. Half surrogates count as U+FFFD.
    /// </summary>
    public static string Skeleton(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var map = Map.Value;
        var output = new StringBuilder(text.Length + 8);
        foreach (var rune in Normalization.Nfd(text).EnumerateRunes())
        {
            var prototype = map[rune.Value];
            if (prototype.IsEmpty)
                output.Append(rune.ToString());
            else
                output.Append(prototype);
        }
        return Normalization.Nfd(output.ToString());
    }

    /// <summary>
    /// The skeleton of local part and domain. Addresses have no capitals, so the prototypes are lower-cased and reduced once
    /// more: otherwise <c>0</c>, whose prototype is the capital letter, would not resemble <c>o</c>.
    /// </summary>
    public static string Skeleton(Jid address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Skeleton(CodePoints.ToLower(Skeleton(address.Bare.ToString())));
    }
}
