using Nightjar.Server.Connections;
using Nightjar.Server.Sessions;

namespace Nightjar.Testing.Memory;

/// <summary>
/// One thread that stands in for an I/O loop: runs what is posted, in rounds, and sends what a round has written at its end.
/// Knows when nothing is left to do. Thread-safe.
/// </summary>
internal sealed class MemoryLoop : IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<IIoWork> _work = new();
    private readonly List<TaskCompletionSource> _idle = [];
    private readonly FlushList _flushes = new();
    private readonly Action<Exception> _onFault;
    private readonly Thread _thread;
    private bool _busy;
    private bool _stopping;

    public MemoryLoop(Action<Exception> onFault)
    {
        _onFault = onFault;
        _thread = new Thread(Run) { IsBackground = true, Name = "memory-io" };
        _thread.Start();
    }

    /// <summary>Shared by all connections, as in the real loop.</summary>
    public byte[] ReceiveBuffer { get; } = new byte[64 * 1024];

    public void Post(IIoWork work)
    {
        lock (_gate)
        {
            _work.Enqueue(work);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Completes when nothing waits and nothing runs.</summary>
    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            if (!_busy && _work.Count == 0)
            {
                return Task.CompletedTask;
            }

            var idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _idle.Add(idle);
            return idle.Task;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }

        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }
    }

    private void Run()
    {
        FlushList.Current = _flushes;
        while (WaitForRound() is { } count and > 0)
        {
            for (; count > 0; count--)
            {
                Guarded(Next().Run);
            }

            Guarded(_flushes.FlushAll);
        }
    }

    /// <returns>How many pieces of work make up the next round; null when the loop ends.</returns>
    private int? WaitForRound()
    {
        lock (_gate)
        {
            _busy = false;
            while (_work.Count == 0)
            {
                _idle.ForEach(i => i.SetResult());
                _idle.Clear();
                if (_stopping)
                {
                    return null;
                }

                Monitor.Wait(_gate);
            }

            _busy = true;
            return _work.Count;
        }
    }

    private IIoWork Next()
    {
        lock (_gate)
        {
            return _work.Dequeue();
        }
    }

    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception fault)
        {
            _onFault(fault);
        }
    }
}
