namespace Nightjar.Testing;

/// <summary>
/// Time that stands still until a test moves it. Timers fire on the thread that calls <see cref="Advance"/>, in the order in
/// which they are due. Thread-safe.
/// </summary>
public sealed class TestClock : TimeProvider
{
    /// <summary>No machine has just been switched on when a server starts; zero would stand for "never" in some places.</summary>
    private const long SinceBoot = TimeSpan.TicksPerDay;

    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private long _ticks;

    /// <summary>The moment at which every test begins.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Start.AddTicks(Interlocked.Read(ref _ticks));

    /// <inheritdoc/>
    public override long GetTimestamp() => SinceBoot + Interlocked.Read(ref _ticks);

    /// <summary>Moves time forward; whatever is due on the way happens at its own moment.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        long end = Interlocked.Read(ref _ticks) + by.Ticks;
        while (TakeDue(end) is { } due)
        {
            due.Fire();
        }

        Interlocked.Exchange(ref _ticks, end);
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private Timer? TakeDue(long end)
    {
        lock (_gate)
        {
            Timer? next = _timers.MinBy(t => t.Due);
            if (next is null || next.Due > end)
            {
                return null;
            }

            Interlocked.Exchange(ref _ticks, Math.Max(next.Due, Interlocked.Read(ref _ticks)));
            if (next.Period > 0)
            {
                next.Due += next.Period;
            }
            else
            {
                _timers.Remove(next);
            }

            return next;
        }
    }

    private sealed class Timer(TestClock clock, TimerCallback callback, object? state) : ITimer
    {
        public long Due { get; set; }

        public long Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = Interlocked.Read(ref clock._ticks) + dueTime.Ticks;
                    Period = Math.Max(period.Ticks, 0);
                    clock._timers.Add(this);
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
