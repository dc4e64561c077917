namespace Nightjar.Xmpp.Sasl;

/// <summary>
/// Which form of XEP-0474 a server sends. It is a switch because some clients fail on any SCRAM attribute they do not know.
/// </summary>
public enum DowngradeProtection
{
    /// <summary>Nothing is sent.</summary>
    Off,

    /// <summary>Attribute <c>h</c>, delimiters 0x1E and 0x1F: XEP-0474 since version 0.4.</summary>
    Current,

    /// <summary>Attribute <c>d</c>, delimiters comma and vertical bar: XEP-0474 up to version 0.3.</summary>
    Draft03,
}
