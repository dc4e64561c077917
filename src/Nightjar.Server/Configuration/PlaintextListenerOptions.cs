using System.Net;

namespace Nightjar.Server.Configuration;

/// <summary>A listener that offers log-in without TLS. For tests only, on loopback only.</summary>
public sealed record PlaintextListenerOptions
{
    /// <summary>A loopback address.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port; 0 lets the system choose a free one, which the start message then names.</summary>
    [Count(0, 65535)]
    public int Port { get; init; }
}
