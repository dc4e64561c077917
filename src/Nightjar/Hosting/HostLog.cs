using Microsoft.Extensions.Logging;

namespace Nightjar.Hosting;

internal static partial class HostLog
{
    [LoggerMessage(1, LogLevel.Information, "Started in {Milliseconds} ms.")]
    public static partial void Started(ILogger logger, long milliseconds);

    [LoggerMessage(2, LogLevel.Information, "Stopping; connections have {Grace} to finish.")]
    public static partial void Stopping(ILogger logger, TimeSpan grace);

    [LoggerMessage(3, LogLevel.Information, "Stopped.")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(4, LogLevel.Warning, "TESTING: {What}.")]
    public static partial void Testing(ILogger logger, string what);

    [LoggerMessage(5, LogLevel.Information, "Reloaded: certificates and logging are up to date.")]
    public static partial void Reloaded(ILogger logger);

    [LoggerMessage(6, LogLevel.Error, "The configuration was not reloaded: {Problem}")]
    public static partial void ReloadRefused(ILogger logger, string problem);

    [LoggerMessage(7, LogLevel.Warning, "A change of {Setting} takes effect at the next start.")]
    public static partial void NeedsRestart(ILogger logger, string setting);

    [LoggerMessage(8, LogLevel.Error, "Looking for changed certificates failed.")]
    public static partial void MaintenanceFailed(ILogger logger, Exception exception);
}
