namespace Nightjar.Xmpp.Payloads;

/// <summary>What the sender of a message wishes for it (XEP-0334). Wishes of error messages are to be ignored.</summary>
[Flags]
public enum MessageHints
{
    /// <summary>No wish.</summary>
    None = 0,

    /// <summary>Not in any archive or log.</summary>
    NoPermanentStore = 1,

    /// <summary>Neither in an archive nor kept for later delivery.</summary>
    NoStore = 2,

    /// <summary>No copies to other addresses.</summary>
    NoCopy = 4,

    /// <summary>Worth storing, although it may not look like it.</summary>
    Store = 8,
}
