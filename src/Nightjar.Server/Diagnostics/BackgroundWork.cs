using System.Collections.Concurrent;

namespace Nightjar.Server.Diagnostics;

/// <summary>
/// The owner of work that goes on while nobody waits for it: faults are reported, and a stop can wait for the rest.
/// Thread-safe.
/// </summary>
public sealed class BackgroundWork(Action<Exception, string> onFault)
{
    private readonly ConcurrentDictionary<Task, string> _running = new();

    /// <summary>Takes over a task. <paramref name="what"/> says what it does, for the log.</summary>
    public void Follow(Task work, string what)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (work.IsCompletedSuccessfully)
        {
            return;
        }

        _running[work] = what;
        _ = work.ContinueWith(Ended, what, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Completes when everything that runs now has ended.</summary>
    public Task WhenIdleAsync() => Task.WhenAll(_running.Keys.Select(t => t.ContinueWith(_ => { }, TaskScheduler.Default)));

    private void Ended(Task work, object? what)
    {
        _running.TryRemove(work, out _);
        if (work.Exception is { } fault)
        {
            onFault(fault.GetBaseException(), (string)what!);
        }
    }
}
