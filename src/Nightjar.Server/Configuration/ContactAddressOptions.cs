namespace Nightjar.Server.Configuration;

/// <summary>
/// Contact addresses of the operator (XEP-0157), each a list of URIs such as <c>mailto:abuse@example.org</c>,
/// <c>xmpp:help@example.org</c> or <c>https://example.org/contact</c>.
/// </summary>
public sealed record ContactAddressOptions
{
    /// <summary>Where to report abuse.</summary>
    public IReadOnlyList<string> Abuse { get; init; } = [];

    /// <summary>Where the administrators are reached.</summary>
    public IReadOnlyList<string> Admin { get; init; } = [];

    /// <summary>Where to send opinions about the service.</summary>
    public IReadOnlyList<string> Feedback { get; init; } = [];

    /// <summary>Where to ask about buying something.</summary>
    public IReadOnlyList<string> Sales { get; init; } = [];

    /// <summary>Where to report a security problem.</summary>
    public IReadOnlyList<string> Security { get; init; } = [];

    /// <summary>Where the state of the service is published.</summary>
    public IReadOnlyList<string> Status { get; init; } = [];

    /// <summary>Where to get help.</summary>
    public IReadOnlyList<string> Support { get; init; } = [];
}
