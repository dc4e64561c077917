using System.Text;

namespace Nightjar.UnicodeTables;

/// <summary>The derived properties of PRECIS (RFC 8264 §8-9) and IDNA 2008 (RFC 5892 §2-3). The numbers are the product's.</summary>
sealed class DerivedProperties(UnicodeDatabase ucd, Normalizer normalizer)
{
    const int Unassigned = 0, Valid = 1, FreeformOnly = 2, ContextJ = 3, ContextO = 4, Disallowed = 5;

    public int Precis(int cp)
    {
        if (Exception(cp) is { } exception)
            return exception;
        if (IsUnassigned(cp))
            return Unassigned;
        if (cp is >= 0x21 and <= 0x7E)
            return Valid;
        if (cp is 0x200C or 0x200D)
            return ContextJ;
        if (IsOldJamo(cp) || ucd.DefaultIgnorable[cp] || ucd.Noncharacter[cp] || ucd.Category[cp] is "Cc" or "Cs")
            return Disallowed;
        if (HasCompatibility(cp))
            return FreeformOnly;
        if (IsLetterDigit(cp))
            return Valid;
        return ucd.Category[cp] is "Lt" or "Nl" or "No" or "Me" or "Zs" or "Sm" or "Sc" or "Sk" or "So"
            or "Pc" or "Pd" or "Ps" or "Pe" or "Pi" or "Pf" or "Po" ? FreeformOnly : Disallowed;
    }

    public int Idna(int cp)
    {
        if (Exception(cp) is { } exception)
            return exception;
        if (IsUnassigned(cp))
            return Unassigned;
        if (cp is 0x2D or (>= 0x30 and <= 0x39) or (>= 0x61 and <= 0x7A))
            return Valid;
        if (cp is 0x200C or 0x200D)
            return ContextJ;
        if (ucd.Category[cp] == "Cs" || IsOldJamo(cp) || IsUnstable(cp) || ucd.DefaultIgnorable[cp] || ucd.WhiteSpace[cp] || ucd.Noncharacter[cp])
            return Disallowed;
        if (cp is (>= 0x20D0 and <= 0x20FF) or (>= 0x1D100 and <= 0x1D1FF) or (>= 0x1D200 and <= 0x1D24F))
            return Disallowed;
        return IsLetterDigit(cp) ? Valid : Disallowed;
    }

    static int? Exception(int cp) => cp switch
    {
        0xDF or 0x3C2 or 0x6FD or 0x6FE or 0xF0B or 0x3007 => Valid,
        0xB7 or 0x375 or 0x5F3 or 0x5F4 or 0x30FB or (>= 0x660 and <= 0x669) or (>= 0x6F0 and <= 0x6F9) => ContextO,
        0x640 or 0x7FA or 0x302E or 0x302F or (>= 0x3031 and <= 0x3035) or 0x303B => Disallowed,
        _ => null,
    };

    bool IsUnassigned(int cp) => ucd.Category[cp] == "Cn" && !ucd.Noncharacter[cp];

    bool IsOldJamo(int cp) => ucd.HangulType[cp] is "L" or "V" or "T";

    bool IsLetterDigit(int cp) => ucd.Category[cp] is "Ll" or "Lu" or "Lo" or "Nd" or "Lm" or "Mn" or "Mc";

    bool HasCompatibility(int cp) => !normalizer.Nfkc([cp]).SequenceEqual([cp]);

    bool IsUnstable(int cp)
    {
        var folded = normalizer.Nfkc([cp]).SelectMany(c => ucd.Fold[c] is { } f ? f.EnumerateRunes().Select(r => r.Value) : [c]);
        return !normalizer.Nfkc(folded).SequenceEqual([cp]);
    }
}
