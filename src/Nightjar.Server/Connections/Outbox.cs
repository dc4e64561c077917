using System.Buffers;

using Nightjar.Server.Sessions;

namespace Nightjar.Server.Connections;


/// <summary>
/// The bytes waiting to be sent on one connection. Any thread may write; nobody ever waits. Bounded in bytes.
/// Owns no memory while nothing waits.
/// </summary>
internal sealed class Outbox(Carrier carrier, int limitBytes) : IBufferWriter<byte>, IFlushable
{
    private const int SmallestBuffer = 4096;

    private readonly Lock _gate = new();
    private byte[]? _buffer;
    private int _start;
    private int _end;
    private bool _listed;
    private bool _blocked;
    private bool _overflowed;
    private bool _closed;

    /// <summary>Bytes that wait; a snapshot.</summary>
    public int Waiting => _end - _start;

    /// <summary>Hold it around a group of writes that must stay together; then call <see cref="Finish"/>.</summary>
    public Lock Gate => _gate;

    /// <summary>False once nothing more can leave.</summary>
    public bool IsOpen => !_closed && !_overflowed;

    /// <summary>Appends bytes and sends them soon.</summary>
    public OutboxResult Send(ReadOnlySpan<byte> bytes)
    {
        OutboxResult result;
        lock (_gate)
        {
            if (IsOpen)
            {
                Append(bytes);
            }

            result = Finish(out bool flush);
            if (!flush)
            {
                return result;
            }
        }

        Flush();
        return result;
    }

    /// <summary>Ends a group of writes made under <see cref="Gate"/>. The caller then calls <see cref="Flush"/>, outside the lock, if told to.</summary>
    public OutboxResult Finish(out bool flushNow)
    {
        flushNow = false;
        if (_closed)
        {
            return OutboxResult.Closed;
        }

        if (_overflowed || Waiting > limitBytes)
        {
            _overflowed = true;
            return OutboxResult.Overflow;
        }

        if (!_blocked && !_listed && Waiting > 0)
        {
            if (FlushList.Current is { } list)
            {
                _listed = true;
                list.Add(this);
            }
            else
            {
                flushNow = true;
            }
        }

        return Waiting > limitBytes / 2 ? OutboxResult.Congested : OutboxResult.Accepted;
    }

    /// <summary>Appends under <see cref="Gate"/>.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _end += bytes.Length;
    }

    /// <inheritdoc/>
    public void Advance(int count) => _end += count;

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsSpan(_end);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_end);
    }

    /// <summary>Sends what waits, as far as the peer takes it. Any thread.</summary>
    public void Flush()
    {
        IoStatus status = IoStatus.Done;
        lock (_gate)
        {
            _listed = false;
            if (_closed || _blocked)
            {
                return;
            }

            status = WriteOut();
        }

        if (status is IoStatus.Closed or IoStatus.Failed)
        {
            carrier.Owner.OnWriteFailed();
        }
    }

    /// <summary>There is room again.</summary>
    public void OnWritable()
    {
        bool drained;
        lock (_gate)
        {
            if (!_blocked)
            {
                return;
            }

            _blocked = false;
            drained = WriteOut() == IoStatus.Done;
        }

        if (drained)
        {
            carrier.Owner.OnDrained();
        }
    }

    /// <summary>Drops what waits and takes nothing more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Release();
        }
    }

    private IoStatus WriteOut()
    {
        while (_start < _end)
        {
            IoStatus status = carrier.Write(_buffer.AsSpan(_start, _end - _start), out int written);
            _start += written;
            if (status is IoStatus.WantWrite or IoStatus.WantRead)
            {
                _blocked = true;
                carrier.Owner.WantWrite();
                return status;
            }

            if (status != IoStatus.Done)
            {
                return status;
            }
        }

        Release();
        return IoStatus.Done;
    }

    private void Reserve(int count)
    {
        if (_buffer is not null && _buffer.Length - _end >= count)
        {
            return;
        }

        int waiting = Waiting;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(SmallestBuffer, (waiting + count) * 2));
        if (_buffer is not null)
        {
            _buffer.AsSpan(_start, waiting).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = larger;
        _start = 0;
        _end = waiting;
    }

    private void Release()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }

        _start = _end = 0;
    }
}
