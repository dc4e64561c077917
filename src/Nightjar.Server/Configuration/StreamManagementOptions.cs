namespace Nightjar.Server.Configuration;

/// <summary>Stream management (XEP-0198): acknowledgements and resumption.</summary>
public sealed record StreamManagementOptions
{
    /// <summary>How long a session waits for its client after the connection broke: a tunnel, a change of network. 0 switches resumption off.</summary>
    [Duration("0s", "1d")]
    public TimeSpan ResumptionTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Stanzas kept for one client that does not acknowledge; after that the session ends and they go to offline storage.</summary>
    [Count(16, 100_000)]
    public int MaxUnacknowledgedStanzas { get; init; } = 2_000;

    /// <summary>Bytes of the same; whichever comes first.</summary>
    [Size("64KiB", "64MiB")]
    public int MaxUnacknowledgedBytes { get; init; } = 1024 * 1024;

    /// <summary>Stanzas sent before the server asks for an acknowledgement: often enough to forget early, seldom enough to cost nothing.</summary>
    [Count(1, 1_000)]
    public int RequestAfterStanzas { get; init; } = 16;

    /// <summary>Longest time a sent stanza stays without the server asking for an acknowledgement.</summary>
    [Duration("1s", "10m")]
    public TimeSpan RequestAfter { get; init; } = TimeSpan.FromSeconds(15);
}
