using Microsoft.Extensions.Logging;

namespace Nightjar.Server.Diagnostics;

/// <summary>What the server writes about itself. No addresses, no contents (P20).</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "A fault inside the server; the work it hit was given up")]
    public static partial void Fault(ILogger logger, Exception fault);

    [LoggerMessage(2, LogLevel.Error, "A fault while {What}")]
    public static partial void BackgroundFault(ILogger logger, string what, Exception fault);

    [LoggerMessage(3, LogLevel.Error, "Storage refused: {Reason}")]
    public static partial void StorageFault(ILogger logger, string reason);

    [LoggerMessage(4, LogLevel.Debug, "A connection was refused: limits.{Limit} is reached")]
    public static partial void Refused(ILogger logger, string limit);
}
