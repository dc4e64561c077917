namespace Nightjar.Xmpp.Addressing;

/// <summary>What the tables know of one code point, packed into one number by the generator in eng/unicode.</summary>
readonly record struct CodePointInfo(uint Value)
{
    public DerivedProperty Precis => (DerivedProperty)(Value & 7);

    public DerivedProperty Idna => (DerivedProperty)((Value >> 3) & 7);

    public byte CombiningClass => (byte)(Value >> 6);

    public BidiClass Bidi => (BidiClass)((Value >> 14) & 31);

    public JoiningType Joining => (JoiningType)((Value >> 19) & 7);

    public ScriptGroup Script => (ScriptGroup)((Value >> 22) & 3);

    public bool IsMark => (Value & (1u << 24)) != 0;

    /// <summary>The code point may change, or combine with what stands before it, under NFC (or NFKC).</summary>
    public bool MayCompose => (Value & (1u << 26)) != 0;

    public bool HasDecomposition => (Value & (1u << 25)) != 0;

    public bool HasWidthMapping => (Value & (1u << 27)) != 0;

    public bool IsSpace => (Value & (1u << 28)) != 0;

    public bool HasLower => (Value & (1u << 29)) != 0;
}

/// <summary>The derived property of PRECIS (RFC 8264 §8) or IDNA (RFC 5892 §3). The numbers are the generator's.</summary>
enum DerivedProperty
{
    Unassigned,
    Valid,
    FreeformOnly,
    ContextJ,
    ContextO,
    Disallowed,
}

/// <summary>Bidirectional classes (UAX 9) in the generator's order; the classes after <see cref="Nsm"/> are never valid in a label.</summary>
enum BidiClass
{
    L,
    R,
    AL,
    AN,
    EN,
    ES,
    CS,
    ET,
    ON,
    BN,
    Nsm,
}

/// <summary>Joining types of cursive scripts, in the generator's order.</summary>
enum JoiningType
{
    None,
    Left,
    Right,
    Dual,
    Transparent,
    Causing,
}

/// <summary>The scripts that contextual rules ask for (RFC 5892 Appendix A).</summary>
enum ScriptGroup
{
    Other,
    Greek,
    Hebrew,
    HiraganaKatakanaHan,
}
