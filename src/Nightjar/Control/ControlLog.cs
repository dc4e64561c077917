using Microsoft.Extensions.Logging;

namespace Nightjar.Control;

internal static partial class ControlLog
{
    [LoggerMessage(1, LogLevel.Warning, "Commands such as `nightjar account` will not work while the server runs: {Reason}")]
    public static partial void Unavailable(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Information, "Operator command: {Command} ({Count} accounts).")]
    public static partial void Executed(ILogger logger, AccountCommand command, int count);

    [LoggerMessage(3, LogLevel.Error, "An operator command failed.")]
    public static partial void Failed(ILogger logger, Exception exception);
}
