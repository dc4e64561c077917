using Microsoft.Extensions.Logging;

namespace Nightjar.Logging;

/// <summary>The logger of one category.</summary>
internal sealed class ConsoleLogger(ConsoleLog log, string category) : ILogger
{
    public bool IsEnabled(LogLevel logLevel) => logLevel >= log.Level && logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            log.Write(category, logLevel, eventId, state, exception, formatter);
        }
    }

    /// <summary>Scopes would carry users' addresses along; they are not written.</summary>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
