namespace Nightjar.Server.Configuration;

/// <summary>
/// Limits on failed log-ins, counted per account and address together and per address, so that
/// somebody who guesses locks himself out and not the owner.
/// </summary>
public sealed record LoginLimitOptions
{
    /// <summary>Failures within <see cref="Window"/> before answers become slow: a person mistypes thrice.</summary>
    [Count(1, 1000)]
    public int Failures { get; init; } = 5;

    /// <summary>The time in which they are counted.</summary>
    [Duration("1s", "1h")]
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long every further answer is then held back: a guesser gets a dozen tries a minute.</summary>
    [Duration("0s", "1m")]
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Failures within <see cref="Lock"/> before further attempts are refused unheard.</summary>
    [Count(1, 100_000)]
    public int FailuresBeforeLock { get; init; } = 20;

    /// <summary>How long they are refused.</summary>
    [Duration("1m", "7d")]
    public TimeSpan Lock { get; init; } = TimeSpan.FromHours(1);
}
