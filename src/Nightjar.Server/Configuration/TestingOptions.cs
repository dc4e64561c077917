namespace Nightjar.Server.Configuration;

/// <summary>
/// Switches that take protection away, for tests and measurements only. Announced at start; refused as soon
/// as any listener is not on loopback.
/// </summary>
public sealed record TestingOptions
{
    /// <summary>Further listeners, without TLS: SCRAM is then offered without channel binding.</summary>
    public IReadOnlyList<PlaintextListenerOptions> PlaintextListeners { get; init; } = [];

    /// <summary>Accept any user name and password that RFC 8265 allows at registration.</summary>
    public bool NoNameAndPasswordRules { get; init; }

    /// <summary>No limits on registrations, failed log-ins and connections per address.</summary>
    public bool NoRateLimits { get; init; }

    /// <summary>Whether anything here differs from the default, so that it must be announced.</summary>
    public bool IsActive => PlaintextListeners.Count > 0 || NoNameAndPasswordRules || NoRateLimits;
}
