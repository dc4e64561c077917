namespace Nightjar.Server.Connections;

/// <summary>What the layers above may know of a TLS connection that is up.</summary>
internal interface ITlsInfo
{
    /// <summary>The <c>tls-server-end-point</c> binding of the certificate that was shown (RFC 5929 §4).</summary>
    byte[] EndpointBinding { get; }

    /// <summary>TLS 1.3, where <c>tls-exporter</c> is always unique (RFC 9266 §3).</summary>
    bool IsTls13 { get; }

    /// <summary>The client came with a ticket of an earlier connection.</summary>
    bool WasResumed { get; }

    /// <summary>The 32 bytes of <c>tls-exporter</c> (RFC 9266), or null where they would not be unique.</summary>
    byte[]? ExportChannelBinding();
}
