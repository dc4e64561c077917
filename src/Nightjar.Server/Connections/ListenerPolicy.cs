namespace Nightjar.Server.Connections;

/// <summary>What a listener allows its connections.</summary>
/// <param name="Tls">The certificates.</param>
/// <param name="OffersStartTls">It begins in clear and offers STARTTLS.</param>
/// <param name="IsDirectTls">It begins with TLS (XEP-0368).</param>
/// <param name="MayAuthenticateInClear">It is one of the <c>testing:</c> section, on loopback.</param>
internal sealed record ListenerPolicy(TlsContexts Tls, bool OffersStartTls, bool IsDirectTls, bool MayAuthenticateInClear)
{
    /// <summary>Most time for a TLS handshake.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = new Configuration.LimitOptions().HandshakeTimeout;
}
