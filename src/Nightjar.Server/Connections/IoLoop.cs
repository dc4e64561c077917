using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.InteropServices;

using Nightjar.Server.Connections.Native;
using Nightjar.Server.Sessions;

namespace Nightjar.Server.Connections;

/// <summary>Something whose descriptor an <see cref="IoLoop"/> watches. All calls come on the loop's thread.</summary>
internal interface IIoHandler
{
    void OnReady(bool readable, bool writable);
}

/// <summary>Work for a loop's thread. An interface rather than a delegate, so that a connection can post itself.</summary>
internal interface IIoWork
{
    void Run();
}

/// <summary>
/// One thread, one epoll instance, many sockets. Level-triggered: what is not read now is announced again.
/// Everything a round of events has put into outboxes leaves at the end of the round, one write per connection.
/// Nothing that runs here may block.
/// </summary>
internal sealed unsafe class IoLoop : IDisposable
{
    /// <summary>Large enough for dozens of chat messages in one call, small enough to stay in the second-level cache.</summary>
    private const int ReceiveBufferBytes = 64 * 1024;

    /// <summary>Events fetched per call: bounds the time until the round's output leaves.</summary>
    private const int MaxEvents = 256;

    private const ulong WakeToken = ulong.MaxValue;

    [ThreadStatic]
    private static IoLoop? t_current;

    private readonly int _epoll;
    private readonly int _wake;
    private readonly Thread _thread;
    private readonly ConcurrentQueue<IIoWork> _posted = new();
    private readonly Lock _slotsGate = new();
    private readonly Stack<int> _freeSlots = new();
    private readonly Action<Exception> _onFault;
    private IIoHandler?[] _slots = new IIoHandler?[1024];
    private uint[] _generations = new uint[1024];
    private int _slotCount;
    private int _wakePending;
    private volatile bool _stopping;

    public IoLoop(string name, Action<Exception> onFault)
    {
        _onFault = onFault;
        _epoll = LibC.CreateEpoll();
        _wake = LibC.CreateEvent();
        if (_epoll < 0 || _wake < 0 || LibC.Control(_epoll, LibC.EPOLL_CTL_ADD, _wake, LibC.EPOLLIN, WakeToken) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "The readiness loop could not be created.");
        }

        _thread = new Thread(Run) { IsBackground = true, Name = name };
    }

    /// <summary>The loop whose thread this is, or null.</summary>
    public static IoLoop? Current => t_current;

    /// <summary>Shared by all connections of the loop; holds nothing between two calls.</summary>
    public byte[] ReceiveBuffer { get; } = GC.AllocateUninitializedArray<byte>(ReceiveBufferBytes, pinned: true);

    public FlushList Flushes { get; } = new();

    public void Start() => _thread.Start();

    /// <summary>Starts watching <paramref name="fd"/> for reading. Thread-safe.</summary>
    /// <returns>A token for the other calls.</returns>
    public ulong Register(int fd, IIoHandler handler)
    {
        ulong token;
        lock (_slotsGate)
        {
            if (!_freeSlots.TryPop(out int slot))
            {
                slot = _slotCount++;
                if (slot == _slots.Length)
                {
                    Array.Resize(ref _generations, slot * 2);
                    Array.Resize(ref _slots, slot * 2);
                }
            }

            _slots[slot] = handler;
            token = (ulong)_generations[slot] << 32 | (uint)slot;
        }

        if (LibC.Control(_epoll, LibC.EPOLL_CTL_ADD, fd, LibC.EPOLLIN | LibC.EPOLLRDHUP, token) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "A socket could not be watched.");
        }

        return token;
    }

    /// <summary>Changes what is watched for. Thread-safe as long as <paramref name="fd"/> is open.</summary>
    public void SetInterest(int fd, ulong token, bool read, bool write)
    {
        int events = (read ? LibC.EPOLLIN | LibC.EPOLLRDHUP : 0) | (write ? LibC.EPOLLOUT : 0);
        _ = LibC.Control(_epoll, LibC.EPOLL_CTL_MOD, fd, events, token);
    }

    /// <summary>Stops watching; must be called on the loop's thread, before the descriptor is closed.</summary>
    public void Unregister(int fd, ulong token)
    {
        _ = LibC.Control(_epoll, LibC.EPOLL_CTL_DEL, fd, 0, 0);
        int slot = (int)(uint)token;
        lock (_slotsGate)
        {
            if (_generations[slot] == (uint)(token >> 32))
            {
                _slots[slot] = null;
                _generations[slot]++;
                _freeSlots.Push(slot);
            }
        }
    }

    /// <summary>Runs <paramref name="work"/> on the loop's thread, soon. Thread-safe.</summary>
    public void Post(IIoWork work)
    {
        _posted.Enqueue(work);
        if (t_current != this && Interlocked.Exchange(ref _wakePending, 1) == 0)
        {
            ulong one = 1;
            _ = LibC.Write(_wake, &one, sizeof(ulong));
        }
    }

    public void Dispose()
    {
        _stopping = true;
        ulong one = 1;
        _ = LibC.Write(_wake, &one, sizeof(ulong));
        if (_thread.IsAlive && t_current != this)
        {
            _thread.Join();
        }

        _ = LibC.Close(_epoll);
        _ = LibC.Close(_wake);
    }

    private void Run()
    {
        t_current = this;
        FlushList.Current = Flushes;
        byte* events = stackalloc byte[MaxEvents * LibC.EventStride];
        while (!_stopping)
        {
            int count = LibC.Wait(_epoll, events, MaxEvents, _posted.IsEmpty ? -1 : 0);
            for (int i = 0; i < count; i++)
            {
                Dispatch(LibC.EventData(events, i), LibC.EventFlags(events, i));
            }

            RunPosted();
            Flushes.FlushAll();
        }
    }

    private void Dispatch(ulong token, int flags)
    {
        if (token == WakeToken)
        {
            ulong value;
            _ = LibC.Read(_wake, &value, sizeof(ulong));
            Volatile.Write(ref _wakePending, 0);
            return;
        }

        int slot = (int)(uint)token;
        IIoHandler? handler = _generations[slot] == (uint)(token >> 32) ? _slots[slot] : null;
        if (handler is null)
        {
            return;
        }

        try
        {
            const int Gone = LibC.EPOLLHUP | LibC.EPOLLERR | LibC.EPOLLRDHUP;
            handler.OnReady((flags & (LibC.EPOLLIN | Gone)) != 0, (flags & LibC.EPOLLOUT) != 0);
        }
        catch (Exception fault)
        {
            _onFault(fault);
        }
    }

    private void RunPosted()
    {
        // Only what waits now: work that posts itself again must not keep the sockets waiting.
        for (int waiting = _posted.Count; waiting > 0 && _posted.TryDequeue(out IIoWork? work); waiting--)
        {
            try
            {
                work.Run();
            }
            catch (Exception fault)
            {
                _onFault(fault);
            }
        }
    }
}
