using System.Buffers;

using Nightjar.Server.Diagnostics;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Connections;

/// <summary>
/// One carrier with its reader and its outbox. Reading is pushed: bytes are parsed where they arrive, on one
/// thread at a time, and handed to the sink as elements. The only waiting is the pause that the sink asks for,
/// and that stops the reading (back-pressure). Ends with exactly one <see cref="EndReason"/>.
/// </summary>
internal sealed class Connection : IIoWork
{
    /// <summary>Elements handled in one go before other connections of the thread get their turn.</summary>
    private const int ElementsPerTurn = 64;

    /// <summary>Time an ended connection may take to read our last words, in seconds.</summary>
    private const int LingerSeconds = 3;

    private readonly Carrier _carrier;
    private readonly XmlStreamReader _reader;
    private readonly byte[] _receiveBuffer;
    private IStreamSink _sink = null!;
    private byte[]? _carry;
    private int _carryStart;
    private int _carryEnd;
    private int _ended;
    private int _lastHeard;
    private int _lingerUntil;
    private bool _paused;
    private bool _readInterest = true;
    private bool _discard;
    private bool _closed;
    private volatile bool _resumeRequested;

    /// <param name="carrier">What carries the bytes.</param>
    /// <param name="limits">Of the reader, until log-in raises them.</param>
    /// <param name="sendQueueBytes">Most bytes that may wait for a slow peer.</param>
    /// <param name="receiveBuffer">Shared by the connections of one reading thread.</param>
    public Connection(Carrier carrier, XmlLimits limits, int sendQueueBytes, byte[] receiveBuffer)
    {
        _carrier = carrier;
        _reader = new XmlStreamReader(limits);
        _receiveBuffer = receiveBuffer;
        Outbox = new Outbox(carrier, sendQueueBytes);
    }

    public Outbox Outbox { get; }

    public Carrier Carrier => _carrier;

    /// <summary>Where the connection stands in its <see cref="ConnectionSet"/>.</summary>
    public int SetIndex { get; set; } = -1;

    /// <summary>Ended: nothing is read or written any more, except for the goodbye.</summary>
    public bool HasEnded => Volatile.Read(ref _ended) != 0;

    /// <summary>Called once, when the descriptor is released.</summary>
    public Action<Connection>? Released { get; set; }

    public XmlLimits Limits
    {
        get => _reader.Limits;
        set => _reader.Limits = value;
    }

    public void Attach(IStreamSink sink) => _sink = sink;

    /// <summary>The peer starts its stream anew (after TLS, after SASL). Reading thread, or while paused.</summary>
    public void ResetStream() => _reader.Reset();

    /// <summary>True when bytes arrived that have not been looked at: after <c>&lt;starttls/&gt;</c> that is an attack.</summary>
    public bool HasUnreadInput => _carry is not null || _pendingInTurn || _reader.HoldsBuffer;

    private bool _pendingInTurn;

    /// <summary>Sends bytes that are whole elements. Any thread.</summary>
    public OutboxResult Send(ReadOnlySpan<byte> bytes)
    {
        OutboxResult result = Outbox.Send(bytes);
        if (result == OutboxResult.Overflow)
        {
            End(EndReason.SendQueueFull);
        }

        return result;
    }

    /// <summary>Ends the pause. Any thread.</summary>
    public void Resume()
    {
        _resumeRequested = true;
        _carrier.Schedule();
    }

    /// <summary>
    /// Ends the connection after <paramref name="lastWords"/> have left, if the peer still reads. Only the first
    /// call counts. Any thread.
    /// </summary>
    public void End(EndReason reason, ReadOnlySpan<byte> lastWords = default)
    {
        if (Interlocked.Exchange(ref _ended, (int)reason + 1) != 0)
        {
            return;
        }

        if (!lastWords.IsEmpty)
        {
            Outbox.Send(lastWords);
        }

        Outbox.Flush();
        _lingerUntil = ConnectionClock.Seconds + LingerSeconds;
        _sink.OnEnded(reason);
        _carrier.Schedule();
    }

    /// <summary>On the reading thread: there is something to read, or the peer is gone.</summary>
    public void OnReadable()
    {
        if (_paused && !HasEnded)
        {
            // Level-triggered readiness would call again at once; the pause may be long.
            SetReadInterest(false);
            return;
        }

        int turns = ElementsPerTurn;
        while (!_closed)
        {
            IoStatus status = _carrier.Read(_receiveBuffer, out int read);
            if (status is IoStatus.WantRead or IoStatus.WantWrite)
            {
                return;
            }

            if (status != IoStatus.Done)
            {
                End(EndReason.ConnectionLost);
                Release();
                return;
            }

            if (_discard || HasEnded)
            {
                continue;
            }

            _lastHeard = ConnectionClock.Seconds;
            bool again = Feed(_receiveBuffer.AsSpan(0, read), ref turns);
            if (!again || (read < _receiveBuffer.Length && !_carrier.HasBufferedInput))
            {
                return;
            }
        }
    }

    public void OnWritable()
    {
        _carrier.WantWrite(false);
        Outbox.OnWritable();
    }

    /// <summary>Called by the outbox under its lock when the peer's window is full.</summary>
    public void WantWrite() => _carrier.WantWrite(true);

    /// <summary>Everything that waited has left.</summary>
    public void OnDrained()
    {
        if (HasEnded)
        {
            _carrier.Schedule();
        }
    }

    public void OnWriteFailed()
    {
        Outbox.Close();
        End(EndReason.ConnectionLost);
        _carrier.Schedule();
    }

    /// <summary>Starts TLS. Reading thread.</summary>
    public void StartTls(TlsContexts contexts, string? domain)
    {
        _paused = true;
        Outbox.Flush();
        _carrier.StartTls(contexts, domain);
    }

    /// <summary>The handshake is over. Any thread.</summary>
    public void OnTlsDone(bool succeeded)
    {
        _sink.OnTlsDone(succeeded);
        if (!succeeded)
        {
            Outbox.Close();
            End(EndReason.TlsFailed);
        }

        Resume();
    }

    /// <summary>Once a second, from the heartbeat; must be cheap.</summary>
    public void OnHeartbeat(int now)
    {
        if (HasEnded)
        {
            if (now >= _lingerUntil)
            {
                _carrier.Schedule();
            }

            return;
        }

        _sink.OnHeartbeat(now - _lastHeard);
    }

    /// <summary>On the reading thread: a pause ended, the turn came round again, or the connection is to be released.</summary>
    public void Run()
    {
        if (_closed)
        {
            return;
        }

        if (HasEnded)
        {
            FinishEnd();
            return;
        }

        if (_resumeRequested)
        {
            _resumeRequested = false;
            _paused = false;
        }

        if (_paused)
        {
            return;
        }

        int turns = ElementsPerTurn;
        if (_carry is not null && !FeedCarry(ref turns))
        {
            return;
        }

        SetReadInterest(true);
        OnReadable();
    }

    private void FinishEnd()
    {
        DropCarry();
        bool peerMayRead = Outbox.IsOpen && Outbox.Waiting > 0;
        bool lingerOver = ConnectionClock.Seconds >= _lingerUntil;
        if (lingerOver || !Outbox.IsOpen)
        {
            Release();
            return;
        }

        // Read on until the peer closes: closing with unread input would reset the connection and lose our last words.
        if (!peerMayRead && !_discard)
        {
            _discard = true;
            _carrier.ShutdownWrite();
        }

        SetReadInterest(true);
        OnReadable();
    }

    private bool FeedCarry(ref int turns)
    {
        byte[] carry = _carry!;
        int start = _carryStart;
        int end = _carryEnd;
        _carry = null;
        bool again = Feed(carry.AsSpan(start, end - start), ref turns);
        ArrayPool<byte>.Shared.Return(carry);
        return again;
    }

    /// <returns>False when reading stops here: paused, ended, or the turn is over.</returns>
    private bool Feed(ReadOnlySpan<byte> input, ref int turns)
    {
        while (!input.IsEmpty)
        {
            XmlReadStatus status = _reader.Read(input, out int consumed);
            input = input[consumed..];
            _pendingInTurn = !input.IsEmpty;
            ReadFlow flow = ReadFlow.Continue;
            switch (status)
            {
                case XmlReadStatus.NeedMoreData:
                    return true;
                case XmlReadStatus.StreamOpened:
                    flow = _sink.OnStreamOpened(_reader.StreamHeader);
                    break;
                case XmlReadStatus.Element:
                    flow = _sink.OnElement(_reader.Frame);
                    break;
                case XmlReadStatus.StreamClosed:
                    _sink.OnStreamClosed();
                    break;
                default:
                    _sink.OnReadError(_reader.Error!);
                    End(EndReason.BadXml);
                    break;
            }

            if (HasEnded)
            {
                return false;
            }

            _paused |= flow == ReadFlow.Pause;
            if (_paused)
            {
                Keep(input);
                return false;
            }

            if (--turns <= 0)
            {
                Keep(input);
                _carrier.Schedule();
                return false;
            }
        }

        return true;
    }

    private void Keep(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        _carry = ArrayPool<byte>.Shared.Rent(input.Length);
        input.CopyTo(_carry);
        _carryStart = 0;
        _carryEnd = input.Length;
    }

    private void DropCarry()
    {
        if (_carry is not null)
        {
            ArrayPool<byte>.Shared.Return(_carry);
            _carry = null;
        }
    }

    private void SetReadInterest(bool on)
    {
        if (_readInterest != on)
        {
            _readInterest = on;
            _carrier.WantRead(on);
        }
    }

    private void Release()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        Outbox.Close();
        DropCarry();
        _reader.Dispose();
        _carrier.Close();
        Released?.Invoke(this);
    }
}
