using System.Text;

namespace Nightjar.Xmpp.Addressing;

/// <summary>Unicode normalisation (UAX 15), because the runtime has none without ICU. Not for hot paths: ASCII never comes here.</summary>
static class Normalization
{
    // Hangul syllables are computed, not tabled (Unicode 3.12).
    const int SBase = 0xAC00, LBase = 0x1100, VBase = 0x1161, TBase = 0x11A7, LCount = 19, VCount = 21, TCount = 28;
    const int NCount = VCount * TCount, SCount = LCount * NCount;

    /// <summary>Form C.</summary>
    public static string Nfc(string text) => IsNfc(text) ? text : CodePoints.ToText(Compose(Decompose(text, compatibility: false)));

    /// <summary>Form D.</summary>
    public static string Nfd(string text) => CodePoints.ToText(Decompose(text, compatibility: false));

    /// <summary>Form KC.</summary>
    public static string Nfkc(string text) => CodePoints.ToText(Compose(Decompose(text, compatibility: true)));

    // The quick check of UAX 15 §9: when in doubt, false.
    static bool IsNfc(string text)
    {
        var tables = UnicodeTables.Instance;
        var last = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var info = tables[rune.Value];
            if (info.MayCompose || (info.CombiningClass != 0 && info.CombiningClass < last))
                return false;
            last = info.CombiningClass;
        }
        return true;
    }

    static List<int> Decompose(string text, bool compatibility)
    {
        var tables = UnicodeTables.Instance;
        var output = new List<int>(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            var s = rune.Value - SBase;
            if (s is >= 0 and < SCount)
            {
                output.Add(LBase + (s / NCount));
                output.Add(VBase + (s % NCount / TCount));
                if (s % TCount != 0)
                    output.Add(TBase + (s % TCount));
                continue;
            }
            var to = compatibility ? tables.Compatibility[rune.Value] : default;
            if (to.IsEmpty && tables[rune.Value].HasDecomposition)
                to = tables.Canonical[rune.Value];
            if (to.IsEmpty)
                output.Add(rune.Value);
            foreach (var part in to.EnumerateRunes())
                output.Add(part.Value);
        }
        Reorder(output, tables);
        return output;
    }

    // Canonical ordering: runs of marks are sorted by combining class, equal ones keeping their order. A stable sort per
    // run, not an insertion sort over all: a run as long as the input must not cost its square.
    static void Reorder(List<int> text, UnicodeTables tables)
    {
        for (var start = 0; start < text.Count; start++)
        {
            if (tables[text[start]].CombiningClass == 0)
                continue;
            var end = start + 1;
            while (end < text.Count && tables[text[end]].CombiningClass != 0)
                end++;
            if (end - start > 1)
            {
                var sorted = text.GetRange(start, end - start).OrderBy(cp => tables[cp].CombiningClass).ToList();
                for (var i = 0; i < sorted.Count; i++)
                    text[start + i] = sorted[i];
            }
            start = end;
        }
    }

    static List<int> Compose(List<int> decomposed)
    {
        var tables = UnicodeTables.Instance;
        var output = new List<int>(decomposed.Count);
        var starter = -1;
        foreach (var cp in decomposed)
        {
            var combining = tables[cp].CombiningClass;
            // A mark reaches its starter unless one of the same or a higher class stands between (D115, "blocked").
            var reaches = starter >= 0
                && (starter == output.Count - 1 || (combining != 0 && tables[output[^1]].CombiningClass < combining));
            var composite = reaches ? ComposePair(output[starter], cp, tables) : -1;
            if (composite >= 0)
            {
                output[starter] = composite;
                continue;
            }
            if (combining == 0)
                starter = output.Count;
            output.Add(cp);
        }
        return output;
    }

    static int ComposePair(int first, int second, UnicodeTables tables)
    {
        if (first is >= LBase and < LBase + LCount && second is >= VBase and < VBase + VCount)
            return SBase + ((((first - LBase) * VCount) + second - VBase) * TCount);
        if (first is >= SBase and < SBase + SCount && (first - SBase) % TCount == 0 && second is > TBase and < TBase + TCount)
            return first + second - TBase;
        return tables.Compose(first, second);
    }
}
