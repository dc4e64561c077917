namespace Nightjar.Xmpp.Addressing;

/// <summary>The rule for strings with right-to-left characters (RFC 5893 §2).</summary>
static class BidiRule
{
    /// <summary>The string holds a character of a right-to-left script, or an Arabic number.</summary>
    public static bool IsRightToLeft(ReadOnlySpan<int> text)
    {
        var tables = UnicodeTables.Instance;
        foreach (var cp in text)
        {
            if (tables[cp].Bidi is BidiClass.R or BidiClass.AL or BidiClass.AN)
                return true;
        }
        return false;
    }

    /// <summary>The six conditions of RFC 5893 §2, for a string that is not empty.</summary>
    public static bool Holds(ReadOnlySpan<int> label)
    {
        var tables = UnicodeTables.Instance;
        var first = tables[label[0]].Bidi;
        var rightToLeft = first is BidiClass.R or BidiClass.AL;
        if (!rightToLeft && first != BidiClass.L)
            return false;

        bool european = false, arabic = false;
        var last = first;
        foreach (var cp in label)
        {
            var bidi = tables[cp].Bidi;
            var allowed = bidi switch
            {
                BidiClass.EN or BidiClass.ES or BidiClass.CS or BidiClass.ET or BidiClass.ON or BidiClass.BN or BidiClass.Nsm => true,
                BidiClass.R or BidiClass.AL or BidiClass.AN => rightToLeft,
                BidiClass.L => !rightToLeft,
                _ => false,
            };
            if (!allowed)
                return false;
            european |= bidi == BidiClass.EN;
            arabic |= bidi == BidiClass.AN;
            if (bidi != BidiClass.Nsm)
                last = bidi;
        }
        return rightToLeft
            ? last is BidiClass.R or BidiClass.AL or BidiClass.EN or BidiClass.AN && !(european && arabic)
            : last is BidiClass.L or BidiClass.EN;
    }
}
