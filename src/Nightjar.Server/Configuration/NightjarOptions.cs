using System.Net;

namespace Nightjar.Server.Configuration;

/// <summary>
/// Everything that can be configured, as one immutable value. A reload makes a new one.
/// <c>new NightjarOptions()</c> is what the server runs with when there is no configuration file.
/// </summary>
public sealed record NightjarOptions
{
    /// <summary>The domains this server speaks for, each with settings of its own. At least one.</summary>
    public IReadOnlyList<DomainOptions> Domains { get; init; } =
    [
        // Only somebody on this machine can reach the built-in domain, so trying it out needs no invitation.
        new() { Name = "localhost", Registration = new() { Mode = RegistrationMode.Open } },
    ];

    /// <summary>
    /// The addresses and ports on which clients are accepted. The built-in ones are on loopback, so that
    /// nothing is reachable from outside until somebody says so.
    /// </summary>
    public IReadOnlyList<ListenerOptions> Listeners { get; init; } =
    [
        new() { Address = IPAddress.Loopback, Port = 5222, Kind = ListenerKind.StartTls },
        new() { Address = IPAddress.IPv6Loopback, Port = 5222, Kind = ListenerKind.StartTls },
        new() { Address = IPAddress.Loopback, Port = 5223, Kind = ListenerKind.DirectTls },
        new() { Address = IPAddress.IPv6Loopback, Port = 5223, Kind = ListenerKind.DirectTls },
    ];

    /// <summary>
    /// Threads that read from and write to connections; 0 lets the server choose from the number of cores.
    /// More than cores only adds switching.
    /// </summary>
    [Count(0, 64)]
    public int IoThreads { get; init; }

    /// <summary>
    /// How long a stop waits for queues to drain before the remaining connections are cut. Service managers
    /// kill after 90 s by default, so stay below.
    /// </summary>
    [Duration("0s", "80s")]
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What bounds the memory, time and work that one peer can cause.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>Stream management (XEP-0198): acknowledgements and resumption.</summary>
    public StreamManagementOptions StreamManagement { get; init; } = new();

    /// <summary>Logging in.</summary>
    public SaslOptions Sasl { get; init; } = new();

    /// <summary>Where and how data is kept.</summary>
    public StorageOptions Storage { get; init; } = new();

    /// <summary>What the program writes about itself.</summary>
    public LoggingOptions Logging { get; init; } = new();

    /// <summary>Figures for a monitoring system.</summary>
    public MetricsOptions Metrics { get; init; } = new();

    /// <summary>
    /// Switches that take protection away, for tests and measurements only. Announced at start; refused as
    /// soon as any listener is not on loopback.
    /// </summary>
    public TestingOptions Testing { get; init; } = new();
}
