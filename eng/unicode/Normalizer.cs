namespace Nightjar.UnicodeTables;

/// <summary>Normalisation straight from the database (UAX 15): slow and simple, and independent of the product's own code.</summary>
sealed class Normalizer
{
    const int SBase = 0xAC00, LBase = 0x1100, VBase = 0x1161, TBase = 0x11A7, LCount = 19, VCount = 21, TCount = 28;

    readonly UnicodeDatabase _ucd;

    public SortedDictionary<(int First, int Second), int> Compositions { get; } = [];

    public Normalizer(UnicodeDatabase ucd)
    {
        _ucd = ucd;
        foreach (var (cp, (tag, to)) in ucd.Decomposition)
        {
            if (tag is null && to.Length == 2 && !ucd.CompositionExclusion[cp])
                Compositions[(to[0], to[1])] = cp;
        }
    }

    public List<int> Decompose(IEnumerable<int> text, bool compatibility)
    {
        var output = new List<int>();
        foreach (var cp in text)
            Decompose(cp, compatibility, output);
        for (var i = 1; i < output.Count; i++)
        {
            for (var j = i; j > 0 && _ucd.CombiningClass[output[j]] != 0 && _ucd.CombiningClass[output[j - 1]] > _ucd.CombiningClass[output[j]]; j--)
                (output[j], output[j - 1]) = (output[j - 1], output[j]);
        }
        return output;
    }

    public List<int> Compose(List<int> decomposed)
    {
        var output = new List<int>();
        var starter = -1;
        foreach (var cp in decomposed)
        {
            var ccc = _ucd.CombiningClass[cp];
            var adjacent = starter == output.Count - 1;
            if (starter >= 0 && (adjacent || (ccc != 0 && _ucd.CombiningClass[output[^1]] < ccc))
                && Pair(output[starter], cp) is { } composite)
            {
                output[starter] = composite;
                continue;
            }
            if (ccc == 0)
                starter = output.Count;
            output.Add(cp);
        }
        return output;
    }

    public List<int> Nfkc(IEnumerable<int> text) => Compose(Decompose(text, compatibility: true));

    void Decompose(int cp, bool compatibility, List<int> output)
    {
        var s = cp - SBase;
        if (s is >= 0 and < LCount * VCount * TCount)
        {
            output.Add(LBase + (s / (VCount * TCount)));
            output.Add(VBase + (s % (VCount * TCount) / TCount));
            if (s % TCount != 0)
                output.Add(TBase + (s % TCount));
        }
        else if (_ucd.Decomposition.TryGetValue(cp, out var d) && (d.Tag is null || compatibility))
        {
            foreach (var part in d.To)
                Decompose(part, compatibility, output);
        }
        else
        {
            output.Add(cp);
        }
    }

    int? Pair(int first, int second)
    {
        if (first is >= LBase and < LBase + LCount && second is >= VBase and < VBase + VCount)
            return SBase + ((((first - LBase) * VCount) + second - VBase) * TCount);
        if (first is >= SBase and < SBase + (LCount * VCount * TCount) && (first - SBase) % TCount == 0 && second is > TBase and < TBase + TCount)
            return first + second - TBase;
        return Compositions.TryGetValue((first, second), out var composite) ? composite : null;
    }
}
