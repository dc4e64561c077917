using System.Net;

namespace Nightjar.Checks;

/// <summary>What the resolver said.</summary>
/// <param name="Error">Why there is no answer at all, as a sentence; null when there was one (perhaps an empty one).</param>
internal sealed record DnsAnswer(string? Error = null)
{
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>Services, the preferred first.</summary>
    public IReadOnlyList<ServiceRecord> Services { get; init; } = [];
}
