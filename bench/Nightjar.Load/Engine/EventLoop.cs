using System.Diagnostics;
using Nightjar.Load.Native;

namespace Nightjar.Load.Engine;

/// <summary>
/// One thread over epoll that owns every connection and every timer. Asynchronous methods that wait for a
/// connection or a timer continue on this thread, inside <see cref="Run"/>.
/// </summary>
internal sealed class EventLoop(CancellationToken stop) : IDisposable
{
    const int EventsPerTurn = 256;
    static readonly long s_longestTurn = TimeSpan.FromMilliseconds(100).Ticks;

    readonly int _epoll = Libc.epoll_create1(0);
    readonly EpollEvent[] _events = new EpollEvent[EventsPerTurn];
    readonly PriorityQueue<Action, long> _timers = new();
    readonly List<Connection?> _connections = [];
    readonly Stack<int> _free = [];

    /// <summary>Read by every connection in turn: only one reads at a time.</summary>
    public byte[] Buffer { get; } = new byte[128 * 1024];

    /// <summary>Microseconds on a clock that never steps.</summary>
    public static long Now => (long)(Stopwatch.GetTimestamp() * (1e6 / Stopwatch.Frequency));

    public int Open { get; private set; }

    /// <summary>Runs <paramref name="action"/> once, at <paramref name="when"/> (microseconds, see <see cref="Now"/>) or as soon after as the loop gets to it.</summary>
    public void At(long when, Action action) => _timers.Enqueue(action, when);

    public Task DelayAsync(TimeSpan delay)
    {
        var source = new TaskCompletionSource();
        At(Now + (long)delay.TotalMicroseconds, source.SetResult);
        return source.Task;
    }

    /// <summary>Turns until <paramref name="task"/> has ended, and gives its outcome.</summary>
    /// <exception cref="TimeoutException">It took longer than <paramref name="limit"/>.</exception>
    /// <exception cref="OperationCanceledException">The user stopped the program.</exception>
    public void Run(Task task, TimeSpan limit)
    {
        var deadline = Now + (long)limit.TotalMicroseconds;
        while (!task.IsCompleted)
        {
            stop.ThrowIfCancellationRequested();
            if (Now > deadline)
            {
                throw new TimeoutException($"Nothing came of it within {limit.TotalSeconds:0} s.");
            }

            Turn();
        }

        task.GetAwaiter().GetResult();
    }

    public int Register(Connection connection, int fd)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = _connections.Count;
            _connections.Add(null);
        }

        _connections[slot] = connection;
        Open++;
        Watch(Libc.EpollAdd, fd, slot, Libc.EpollIn | Libc.EpollOut);
        return slot;
    }

    public void Watch(int fd, int slot, bool forWriting) =>
        Watch(Libc.EpollModify, fd, slot, forWriting ? Libc.EpollIn | Libc.EpollOut : Libc.EpollIn);

    public void Release(int slot)
    {
        _connections[slot] = null;
        Open--;
        // Not before the events of this turn are worked off: one of them may still carry the slot's number.
        At(0, () => _free.Push(slot));
    }

    public void CloseAll()
    {
        foreach (var connection in _connections.ToArray())
        {
            connection?.Abort("the measurement is over");
        }
    }

    public void Dispose() => Libc.close(_epoll);

    void Watch(int operation, int fd, int slot, int events)
    {
        var what = new EpollEvent((uint)events, slot);
        if (Libc.epoll_ctl(_epoll, operation, fd, ref what) < 0)
        {
            throw new IOException($"epoll_ctl: errno {Libc.Error}");
        }
    }

    void Turn()
    {
        var wait = s_longestTurn * 100;
        if (_timers.TryPeek(out _, out var next))
        {
            wait = Math.Clamp((next - Now) * 1000, 0, wait);
        }

        var timeout = new TimeSpec(wait);
        var count = Libc.epoll_pwait2(_epoll, _events, EventsPerTurn, ref timeout, 0);
        for (var i = 0; i < count; i++)
        {
            var (events, slot) = EpollEvent.Read(_events, i);
            _connections[slot]?.OnReady((events & Libc.EpollOut) != 0);
        }

        var now = Now;
        while (_timers.TryPeek(out var action, out var due) && due <= now)
        {
            _timers.Dequeue();
            action();
        }
    }
}
