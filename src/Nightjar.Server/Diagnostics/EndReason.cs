namespace Nightjar.Server.Diagnostics;

/// <summary>Why a connection ended. Every connection ends with exactly one, which becomes a metric.</summary>
public enum EndReason
{
    /// <summary>The peer closed its stream.</summary>
    ClosedByPeer,

    /// <summary>The peer's connection broke without a closing tag.</summary>
    ConnectionLost,

    /// <summary>The bytes were not acceptable XML (RFC 6120 §4.9.3).</summary>
    BadXml,

    /// <summary>The peer broke a rule of the protocol.</summary>
    ProtocolViolation,

    /// <summary>A stated limit was exceeded.</summary>
    LimitExceeded,

    /// <summary>The TLS handshake failed.</summary>
    TlsFailed,

    /// <summary>Log-in failed too often, or with a mechanism that was not offered.</summary>
    AuthenticationFailed,

    /// <summary>Log-in took too long.</summary>
    NegotiationTimeout,

    /// <summary>The peer did not answer a ping.</summary>
    PingTimeout,

    /// <summary>The peer did not read fast enough and its queue was full.</summary>
    SendQueueFull,

    /// <summary>Another stream took over the resource (RFC 6120 §7.7.2.2).</summary>
    ReplacedByNewer,

    /// <summary>The session went on over another connection (XEP-0198).</summary>
    Resumed,

    /// <summary>The account was removed, suspended or its password changed.</summary>
    AccountChanged,

    /// <summary>The server stops.</summary>
    ServerShutdown,

    /// <summary>A fault of the server's own.</summary>
    InternalError,
}
