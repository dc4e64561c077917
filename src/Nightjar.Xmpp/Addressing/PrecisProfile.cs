namespace Nightjar.Xmpp.Addressing;

/// <summary>The string profiles that XMPP uses (RFC 8264 §5).</summary>
public enum PrecisProfile
{
    /// <summary>User names and local parts: lower case, no spaces or symbols (RFC 8265 §3.3).</summary>
    UsernameCaseMapped,

    /// <summary>Resources and passwords: almost everything, case kept (RFC 8265 §4.2).</summary>
    OpaqueString,

    /// <summary>Names shown to people, as in group chats: case kept, inner spaces collapsed (RFC 8266 §2).</summary>
    Nickname,
}
