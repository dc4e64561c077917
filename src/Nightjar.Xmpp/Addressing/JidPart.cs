namespace Nightjar.Xmpp.Addressing;

/// <summary>The part of an address that an error is about (RFC 7622 §3).</summary>
public enum JidPart
{
    /// <summary>The address as a whole: not UTF-8, empty, or far too long.</summary>
    Whole,

    /// <summary>What stands before the first <c>@</c>.</summary>
    Local,

    /// <summary>The host, the only part that every address has.</summary>
    Domain,

    /// <summary>What stands after the first <c>/</c>.</summary>
    Resource,
}
