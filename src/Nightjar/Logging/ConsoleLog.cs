using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Nightjar.Server.Configuration;

namespace Nightjar.Logging;

/// <summary>
/// Writes log lines to one writer (standard error) from one task, so that no thread of the server ever waits for a terminal.
/// When lines come faster than they can be written, the newest are dropped and counted.
/// </summary>
internal sealed class ConsoleLog : ILoggerFactory, IAsyncDisposable
{
    private const int MaxWaitingLines = 4096; // A second's worth in a storm: half a megabyte.

    private readonly Channel<string> lines;
    private readonly TextWriter output;
    private readonly TimeProvider time;
    private readonly Task writing;
    private long dropped;

    public ConsoleLog(TextWriter output, TimeProvider time, LogLevel level, LogFormat format)
    {
        this.output = output;
        this.time = time;
        (Level, Format) = (level, format);
        lines = Channel.CreateBounded<string>(new BoundedChannelOptions(MaxWaitingLines) { SingleReader = true });
        writing = Task.Run(WriteAsync);
    }

    /// <summary>The least important level that is written; may be changed at any time (SIGHUP).</summary>
    public LogLevel Level { get; set; }

    public LogFormat Format { get; set; }

    public ILogger CreateLogger(string categoryName) => new ConsoleLogger(this, categoryName);

    /// <summary>Sources are fixed: everything goes to the console.</summary>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The console is the only destination.");

    public void Dispose() => lines.Writer.TryComplete();

    /// <summary>Writes what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        await writing.ConfigureAwait(false);
    }

    internal void Write<TState>(string category, LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var message = formatter(state, exception);
        var line = Format == LogFormat.Json
            ? LogLine.Json(time.GetUtcNow(), level, category, id, message, exception)
            : LogLine.Text(time.GetUtcNow(), level, category, message, exception);
        // Whoever chose Debug wants to see who it is about; at every other setting nobody does.
        if (Level > LogLevel.Debug)
        {
            line = LogRedactor.Scrub(line);
        }

        if (!lines.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref dropped);
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var line in lines.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                await output.WriteLineAsync(line).ConfigureAwait(false);
                if (lines.Reader.Count == 0)
                {
                    await NoteDroppedAsync().ConfigureAwait(false);
                    await output.FlushAsync().ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Nobody reads the log any more. The server goes on; the lines are dropped, the queue stays bounded.
        }
    }

    private async Task NoteDroppedAsync()
    {
        if (Interlocked.Exchange(ref dropped, 0) is > 0 and var count)
        {
            await output.WriteLineAsync(LogLine.Text(time.GetUtcNow(), LogLevel.Warning, "Nightjar.Logging", $"{count} lines were dropped because they came too fast.", null)).ConfigureAwait(false);
        }
    }
}
