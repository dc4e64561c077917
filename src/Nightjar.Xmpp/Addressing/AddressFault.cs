namespace Nightjar.Xmpp.Addressing;

/// <summary>Why a string is refused as (part of) an address, a password or a nickname.</summary>
public enum AddressFault
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>Nothing is there, or nothing is left after preparation.</summary>
    Empty,

    /// <summary>More than 1023 bytes of UTF-8 after preparation (RFC 7622 §3.2-3.4), or a name longer than DNS can carry.</summary>
    TooLong,

    /// <summary>The bytes are not well-formed UTF-8, or the string holds half a surrogate pair.</summary>
    NotUnicode,

    /// <summary>A character that this kind of string must not contain.</summary>
    ForbiddenCharacter,

    /// <summary>A character that is allowed only beside certain others (RFC 5892 Appendix A), and does not stand there.</summary>
    OutOfContext,

    /// <summary>Right-to-left and left-to-right characters mixed against RFC 5893 §2.</summary>
    MixedDirection,

    /// <summary>A domain label that is empty, too long, or begins or ends with a hyphen.</summary>
    BadLabel,

    /// <summary>A domain label of the form <c>xn--…</c> that is not the encoding of a valid label (RFC 5891 §5.4).</summary>
    BadPunycode,

    /// <summary>Something that looks like an IP address but is none.</summary>
    BadIpLiteral,

    /// <summary>Preparation does not settle: each round changes the string again (RFC 8264 §7).</summary>
    Unstable,
}
