namespace Nightjar.Xmpp.Stanzas;

/// <summary>What a message carries, as far as delivery, copies and storage decide by it.</summary>
[Flags]
public enum MessageTraits
{
    /// <summary>Not looked at yet.</summary>
    None = 0,

    /// <summary>Looked at.</summary>
    Known = 1 << 0,

    /// <summary>It has a <c>&lt;body/&gt;</c>.</summary>
    Body = 1 << 1,

    /// <summary>It has a <c>&lt;subject/&gt;</c>.</summary>
    Subject = 1 << 2,

    /// <summary>It has an XEP-0085 chat state.</summary>
    ChatState = 1 << 3,

    /// <summary>It is an XEP-0184 receipt.</summary>
    Receipt = 1 << 4,

    /// <summary>It is an XEP-0333 marker.</summary>
    Marker = 1 << 5,

    /// <summary>It carries end-to-end encrypted content (OMEMO, OpenPGP).</summary>
    Encrypted = 1 << 6,

    /// <summary>XEP-0334: do not store.</summary>
    NoStore = 1 << 7,

    /// <summary>XEP-0334: do not store permanently.</summary>
    NoPermanentStore = 1 << 8,

    /// <summary>XEP-0334: do not copy.</summary>
    NoCopy = 1 << 9,

    /// <summary>XEP-0334: store.</summary>
    Store = 1 << 10,

    /// <summary>XEP-0280: <c>&lt;private/&gt;</c>.</summary>
    CarbonPrivate = 1 << 11,

    /// <summary>It comes from or goes to an occupant of a room (XEP-0045 <c>muc#user</c>).</summary>
    RoomUser = 1 << 12,

    /// <summary>It announces or negotiates a call (XEP-0353).</summary>
    CallSetup = 1 << 13,

    /// <summary>It carries an XEP-0280 copy; a client never sends one.</summary>
    Carbon = 1 << 14,

    /// <summary>It has some other element.</summary>
    Other = 1 << 15,
}
