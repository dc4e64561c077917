using System.Net;

namespace Nightjar.Server.Configuration;

/// <summary>Figures for a monitoring system, in the text format of Prometheus. They name no users and no addresses.</summary>
public sealed record MetricsOptions
{
    /// <summary>Whether the figures are served. Off by default: counting costs a little, and every local user could read them.</summary>
    public bool Enabled { get; init; }

    /// <summary>The address of <c>http://ADDRESS:PORT/metrics</c>: loopback only, because it asks for no password.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port of the same; 0 lets the system choose.</summary>
    [Count(0, 65535)]
    public int Port { get; init; } = 9464;
}
