namespace Nightjar.Server.Configuration;

/// <summary>How a listener secures what it accepts.</summary>
public enum ListenerKind
{
    /// <summary>Begins in clear and must switch to TLS before anything else (RFC 6120 §5).</summary>
    [ConfigurationName("starttls")]
    StartTls,

    /// <summary>TLS from the first byte (XEP-0368).</summary>
    DirectTls,
}
