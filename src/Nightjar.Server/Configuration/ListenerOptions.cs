using System.Net;

namespace Nightjar.Server.Configuration;

/// <summary>One address and port on which clients are accepted.</summary>
public sealed record ListenerOptions
{
    /// <summary>IPv4 or IPv6 address; <c>0.0.0.0</c> and <c>::</c> stand for every address of their kind.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port; 0 lets the system choose a free one, which the start message then names.</summary>
    [Count(0, 65535)]
    public int Port { get; init; } = 5222;

    /// <summary><c>starttls</c> (begins in clear, usually 5222) or <c>direct-tls</c> (TLS from the first byte, usually 5223).</summary>
    public ListenerKind Kind { get; init; } = ListenerKind.StartTls;
}
