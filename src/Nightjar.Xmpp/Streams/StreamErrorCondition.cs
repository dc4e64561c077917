namespace Nightjar.Xmpp.Streams;

/// <summary>The defined conditions of a stream error (RFC 6120 §4.9.3).</summary>
public enum StreamErrorCondition
{
    /// <summary>XML that cannot be processed.</summary>
    BadFormat,

    /// <summary>A prefix that is not declared.</summary>
    BadNamespacePrefix,

    /// <summary>A newer stream of the same resource took over.</summary>
    Conflict,

    /// <summary>The peer does not answer.</summary>
    ConnectionTimeout,

    /// <summary>The domain is no longer served here.</summary>
    HostGone,

    /// <summary>The domain is not served here.</summary>
    HostUnknown,

    /// <summary>An address is missing.</summary>
    ImproperAddressing,

    /// <summary>A fault of the server's own.</summary>
    InternalServerError,

    /// <summary>The <c>from</c> is not the sender's.</summary>
    InvalidFrom,

    /// <summary>The stream namespace is not the right one.</summary>
    InvalidNamespace,

    /// <summary>Not valid XML of the namespace.</summary>
    InvalidXml,

    /// <summary>Log in first.</summary>
    NotAuthorized,

    /// <summary>Not well-formed XML.</summary>
    NotWellFormed,

    /// <summary>Against a policy of the server.</summary>
    PolicyViolation,

    /// <summary>Another server could not be reached.</summary>
    RemoteConnectionFailed,

    /// <summary>The server wants new negotiation.</summary>
    Reset,

    /// <summary>The server has no room.</summary>
    ResourceConstraint,

    /// <summary>DTD, comment, processing instruction or entity.</summary>
    RestrictedXml,

    /// <summary>Ask elsewhere.</summary>
    SeeOtherHost,

    /// <summary>The server stops.</summary>
    SystemShutdown,

    /// <summary>Only with an application-specific condition.</summary>
    UndefinedCondition,

    /// <summary>Not UTF-8.</summary>
    UnsupportedEncoding,

    /// <summary>A mandatory feature is missing.</summary>
    UnsupportedFeature,

    /// <summary>A first-level element that is not known.</summary>
    UnsupportedStanzaType,

    /// <summary>Not XMPP 1.0.</summary>
    UnsupportedVersion,
}
