using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>
/// What waits for the writer, already sorted into batches: while one is being committed, the next one fills. Bounded in writes and bytes;
/// who finds it full waits asynchronously, first come, first served. A single write larger than the bound is let in when the queue is empty.
/// </summary>
sealed class WriteQueue(int maximumWrites, long maximumBytes, int commitWrites)
{
    const long CommitBytes = 4 * 1024 * 1024; // keeps one commit, and so everybody's latency, within tens of milliseconds

    // A monitor, because its wait does not spin: spinning costs more than the reads and writes themselves.
    readonly object _gate = new();
    readonly LinkedList<WriteBatch> _batches = [];
    readonly LinkedList<(QueuedWrite Write, TaskCompletionSource Admitted)> _waiting = [];
    int _count;
    long _bytes;
    bool _closed;

    public int Count => Volatile.Read(ref _count);

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Lets a write in; completes synchronously while there is room.</summary>
    public ValueTask AddAsync(QueuedWrite write, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ThrowIfClosed();
            if (_waiting.Count == 0 && HasRoom(write))
            {
                Admit(write);
                return default;
            }

            cancellationToken.ThrowIfCancellationRequested();
            var admitted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var node = _waiting.AddLast((write, admitted));
            return new ValueTask(cancellationToken.CanBeCanceled ? WaitAsync(node, cancellationToken) : admitted.Task);
        }
    }

    /// <summary>The next batch; null when none came within the time, or at once when the queue is closed and empty.</summary>
    public WriteBatch? Take(TimeSpan timeout)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_batches.First is { } first)
                {
                    _batches.RemoveFirst();
                    return first.Value;
                }

                if (_closed || !Monitor.Wait(_gate, timeout))
                {
                    return null;
                }
            }
        }
    }

    /// <summary>Gives back the room of a batch that is done.</summary>
    public void Release(WriteBatch batch)
    {
        lock (_gate)
        {
            _count -= batch.Count;
            _bytes -= batch.Bytes;
            while (_waiting.First is { } next && HasRoom(next.Value.Write))
            {
                _waiting.RemoveFirst();
                Admit(next.Value.Write);
                next.Value.Admitted.TrySetResult();
            }
        }
    }

    /// <summary>Lets nothing in any more; what is in will be taken. Those who wait for room are turned away.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            foreach (var (_, admitted) in _waiting)
            {
                admitted.TrySetException(new StorageException(StorageErrorKind.Closed, "The store is closed."));
            }

            _waiting.Clear();
            Wake();
        }
    }

    public bool IsClosed
    {
        get
        {
            lock (_gate)
            {
                return _closed;
            }
        }
    }

    bool HasRoom(QueuedWrite write) =>
        _count == 0 || (_count + write.Count <= maximumWrites && _bytes + write.Bytes <= maximumBytes);

    void Admit(QueuedWrite write)
    {
        var last = _batches.Last?.Value;
        if (last is null || last.Exclusive || write.Exclusive || last.Count + write.Count > commitWrites || last.Bytes > CommitBytes)
        {
            last = new WriteBatch(write.Exclusive);
            _batches.AddLast(last);
        }

        write.Join(last);
        last.Count += write.Count;
        last.Bytes += write.Bytes;
        _count += write.Count;
        _bytes += write.Bytes;
        Wake();
    }

    void Wake() => Monitor.Pulse(_gate);

    void ThrowIfClosed()
    {
        if (_closed)
        {
            throw new StorageException(StorageErrorKind.Closed, "The store is closed.");
        }
    }

    async Task WaitAsync(
        LinkedListNode<(QueuedWrite Write, TaskCompletionSource Admitted)> node, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(() =>
        {
            lock (_gate)
            {
                if (node.List == _waiting)
                {
                    _waiting.Remove(node);
                    node.Value.Admitted.TrySetCanceled(cancellationToken);
                }
            }
        }).ConfigureAwait(false);
        await node.Value.Admitted.Task.ConfigureAwait(false);
    }
}
