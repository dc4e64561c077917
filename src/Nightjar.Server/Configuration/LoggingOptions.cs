using Microsoft.Extensions.Logging;

namespace Nightjar.Server.Configuration;

/// <summary>What the program writes about itself. Message contents are never written, at any level.</summary>
public sealed record LoggingOptions
{
    /// <summary>
    /// The least important level that is written: <c>trace</c>, <c>debug</c>, <c>information</c>,
    /// <c>warning</c>, <c>error</c>, <c>critical</c> or <c>none</c>. From <c>debug</c> down, lines may name
    /// users and network addresses: for a search on a test machine, not for every day. Can be changed by reload.
    /// </summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary><c>text</c> for people, <c>json</c> for programs.</summary>
    public LogFormat Format { get; init; } = LogFormat.Text;
}
