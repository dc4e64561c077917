namespace Nightjar.Server.Configuration;

/// <summary>Logging in. Passwords exist only as salted SCRAM hashes (RFC 5802); PLAIN is never offered.</summary>
public sealed record SaslOptions
{
    /// <summary>
    /// Mechanisms in order of preference; each is also offered with channel binding (<c>-PLUS</c>) where the
    /// connection allows it.
    /// </summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = [.. KnownMechanisms];

    /// <summary>Rounds of PBKDF2 for a new password: about 3 ms of a client's time at every log-in, and of a thief's at every guess.</summary>
    [Count(4_096, 1_000_000)]
    public int Iterations { get; init; } = 10_000;

    /// <summary>
    /// Whether the offer of mechanisms is signed in the exchange (XEP-0474), so that somebody in the middle
    /// cannot thin it out. Off only for old clients that fail on an unknown attribute.
    /// </summary>
    public bool DowngradeProtection { get; init; } = true;

    /// <summary>Whether clients may log in again with a token instead of the password (FAST, XEP-0484).</summary>
    public bool Fast { get; init; } = true;

    /// <summary>How long such a token lasts without being used: a holiday without the device.</summary>
    [Duration("1h", "90d")]
    public TimeSpan FastTokenLifetime { get; init; } = TimeSpan.FromDays(21);

    /// <summary>Every mechanism that <see cref="Mechanisms"/> may name, in the default order.</summary>
    public static IReadOnlyList<string> KnownMechanisms { get; } = ["SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1"];
}
