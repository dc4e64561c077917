using System.Diagnostics;

using Nightjar.Server.Connections.Native;

namespace Nightjar.Server.Connections;

/// <summary>
/// Lets a busy loop collect. When events come faster than <see cref="BusyEventsPerSecond"/>, waking for each of them costs more
/// than the work itself; then rounds begin at most once in <see cref="Interval"/>, and one waking serves several connections.
/// A loop that is not busy never waits. Measured in docs/decisions/0002. Used by one thread.
/// </summary>
internal sealed class RoundPacing
{
    /// <summary>Below it most rounds would find one event anyway, and the wait would buy nothing.</summary>
    private const int BusyEventsPerSecond = 2_000;

    /// <summary>The most that a stanza is delayed by it: far below what a person or a network notices.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(2);

    /// <summary>Shorter waits than the kernel's timer slack are not worth a call.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMicroseconds(60);

    /// <summary>How long the rate is measured before it is believed.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(10);

    private long _windowStart = Stopwatch.GetTimestamp();
    private long _roundStart;
    private int _windowEvents;
    private bool _busy;

    /// <summary>After a round that brought <paramref name="events"/>: waits where that pays.</summary>
    public void EndRound(int events)
    {
        long now = Stopwatch.GetTimestamp();
        _windowEvents += events;
        TimeSpan measured = Stopwatch.GetElapsedTime(_windowStart, now);
        if (measured >= Window)
        {
            _busy = _windowEvents >= BusyEventsPerSecond * measured.TotalSeconds;
            _windowStart = now;
            _windowEvents = 0;
        }

        if (!_busy)
        {
            return;
        }

        TimeSpan wait = Interval - Stopwatch.GetElapsedTime(_roundStart, now);
        if (wait >= ShortestWait)
        {
            LibC.Sleep(wait);
            now = Stopwatch.GetTimestamp();
        }

        _roundStart = now;
    }
}
