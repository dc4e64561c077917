using System.Buffers;
using System.Net;

using Nightjar.Server.Diagnostics;
using Nightjar.Server.Negotiation;
using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Sasl;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Streams;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Connections;

/// <summary>
/// One carrier with its reader and its outbox. Reading is pushed: bytes are parsed where they arrive, on one
/// thread at a time, and handed to the sink as elements. The only waiting is the pause that the sink asks for,
/// and that stops the reading (back-pressure). Ends with exactly one <see cref="EndReason"/>.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "Released on the reading thread, see Release.")]
internal sealed class Connection : IIoWork, IStreamCarrier
{
    /// <summary>Elements handled in one go before other connections of the thread get their turn.</summary>
    private const int ElementsPerTurn = 64;

    /// <summary>Time an ended connection may take to read our last words, in seconds.</summary>
    private const int LingerSeconds = 3;

    private readonly Carrier _carrier;
    private readonly ListenerPolicy _listener;
    private readonly XmlStreamReader _reader;
    private readonly byte[] _receiveBuffer;
    private readonly ConnectionClock _clock;
    private IStreamSink _sink = null!;
    private byte[]? _carry;
    private int _carryEnd;
    private int _ended;
    private int _lastHeard;
    private int _lingerUntil;
    private bool _paused;
    private bool _discard;
    private bool _closed;
    private bool _pendingInTurn;
    private volatile bool _resumeRequested;
    private readonly Lock _countGate = new();
    private int _handshakeSince = -1;

    /// <param name="carrier">What carries the bytes.</param>
    /// <param name="limits">Of the reader, until log-in raises them.</param>
    /// <param name="sendQueueBytes">Most bytes that may wait for a slow peer.</param>
    /// <param name="receiveBuffer">Shared by the connections of one reading thread.</param>
    /// <param name="listener">What the listener it came from allows.</param>
    /// <param name="clock">The server's.</param>
    public Connection(Carrier carrier, XmlLimits limits, int sendQueueBytes, byte[] receiveBuffer, ListenerPolicy listener, ConnectionClock clock)
    {
        _clock = clock;
        _carrier = carrier;
        _listener = listener;
        _lastHeard = _clock.Seconds;
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

    /// <summary>Why it ended; meaningful once it has.</summary>
    public EndReason EndedBecause => (EndReason)(Volatile.Read(ref _ended) - 1);

    /// <summary>Called once, when the descriptor is released.</summary>
    public Action<Connection>? Released { get; set; }

    public XmlLimits Limits
    {
        get => _reader.Limits;
        set => _reader.Limits = value;
    }

    /// <summary>Called once, when the connection has logged in and before it is released.</summary>
    public Action<Connection>? Trusted { get; set; }

    /// <summary>It has not logged in: counted against the smaller share.</summary>
    public bool CountsAsStranger { get; private set; } = true;

    /// <inheritdoc/>
    public void LoggedIn()
    {
        // Released and logged in may come together, on two threads; whichever is first settles the count.
        lock (_countGate)
        {
            if (CountsAsStranger && !_closed)
            {
                CountsAsStranger = false;
                Trusted?.Invoke(this);
            }
        }
    }

    /// <summary>The socket is being watched. TLS comes first where the listener says so.</summary>
    public void OnOpened()
    {
        if (_listener.IsDirectTls)
        {
            StartTls(null);
        }
    }

    public void Attach(IStreamSink sink) => _sink = sink;

    /// <summary>The peer starts its stream anew (after TLS, after SASL). Reading thread, or while paused.</summary>
    public void ResetStream() => _reader.Reset();

    /// <summary>True when bytes arrived that have not been looked at: after <c>&lt;starttls/&gt;</c> that is an attack.</summary>
    public bool HasUnreadInput => _carry is not null || _pendingInTurn || _reader.HasPartialElement;

    /// <inheritdoc/>
    public IPAddress RemoteAddress => _carrier.RemoteAddress;

    /// <inheritdoc/>
    public bool IsEncrypted => _carrier.Tls is not null;

    /// <inheritdoc/>
    public bool MayAuthenticate => IsEncrypted || _listener.MayAuthenticateInClear;

    /// <inheritdoc/>
    public bool CanStartTls => !IsEncrypted && _listener.OffersStartTls;

    /// <inheritdoc/>
    public ChannelBindings ChannelBindings => _carrier.Tls is not { } tls
        ? ChannelBindings.None
        : new ChannelBindings { ServerEndPoint = tls.EndpointBinding, Exporter = tls.IsTls13 ? ExportBinding : null };

    /// <inheritdoc/>
    public OutboxResult Write(ReadOnlySpan<byte> bytes) => Judge(Outbox.Send(bytes));

    /// <inheritdoc/>
    public OutboxResult Write(Stanza stanza, Jid? to, ReadOnlySpan<byte> trailer)
    {
        OutboxResult result;
        bool flush;
        lock (Outbox.Gate)
        {
            if (Outbox.IsOpen)
            {
                stanza.Write(Outbox, to);
                if (!trailer.IsEmpty)
                {
                    Outbox.Append(trailer);
                }
            }

            result = Outbox.Finish(out flush);
        }

        if (flush)
        {
            Outbox.Flush();
        }

        return Judge(result);
    }

    /// <inheritdoc/>
    public void End(EndReason reason, StreamError? error)
    {
        byte[] words = error is null ? StreamMarkup.Close.ToArray() : [.. error.ToUtf8(), .. StreamMarkup.Close];
        End(reason, words);
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
    public void End(EndReason reason, ReadOnlySpan<byte> lastWords)
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
        _lingerUntil = _clock.Seconds + LingerSeconds;
        _sink.OnEnded(reason);
        _carrier.Schedule();
    }

    /// <summary>On the reading thread: there is something to read, or the peer is gone.</summary>
    public void OnReadable()
    {
        if (_paused && !HasEnded)
        {
            // Whoever ends the pause comes back to read.
            return;
        }

        if (_carry is not null && !HasEnded)
        {
            // What was read before comes first; the next turn is posted already.
            return;
        }

        int turns = ElementsPerTurn;
        int total = 0;
        while (!_closed)
        {
            IoStatus status = _carrier.Read(_receiveBuffer, out int read);
            if (status is IoStatus.WantRead or IoStatus.WantWrite)
            {
                return;
            }

            if (status != IoStatus.Done)
            {
                End(EndReason.ConnectionLost, default(ReadOnlySpan<byte>));
                Release();
                return;
            }

            if (_discard || HasEnded)
            {
                continue;
            }

            _lastHeard = _clock.Seconds;
            bool again = Feed(_receiveBuffer.AsSpan(0, read), ref turns);
            if (!again || _carrier.IsDrained(read, _receiveBuffer.Length, total += read))
            {
                return;
            }
        }
    }

    public void OnWritable() => Outbox.OnWritable();

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
        End(EndReason.ConnectionLost, default(ReadOnlySpan<byte>));
        _carrier.Schedule();
    }

    /// <summary>Starts TLS. Reading thread.</summary>
    public void StartTls(string? domain)
    {
        _paused = true;
        Outbox.Flush();
        Volatile.Write(ref _handshakeSince, _clock.Seconds);
        _carrier.StartTls(_listener.Tls, domain);
    }

    /// <summary>The handshake is over. Any thread.</summary>
    public void OnTlsDone(bool succeeded)
    {
        Volatile.Write(ref _handshakeSince, -1);
        _sink.OnTlsDone(succeeded);
        if (!succeeded)
        {
            Outbox.Close();
            End(EndReason.TlsFailed, default(ReadOnlySpan<byte>));
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

        int since = Volatile.Read(ref _handshakeSince);
        if (since >= 0 && now - since > _listener.HandshakeTimeout.TotalSeconds)
        {
            Outbox.Close();
            End(EndReason.TlsFailed, default(ReadOnlySpan<byte>));
            return;
        }

        _sink.OnHeartbeat(now, now - _lastHeard);
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

        OnReadable();
    }

    private OutboxResult Judge(OutboxResult result)
    {
        if (result == OutboxResult.Overflow)
        {
            End(EndReason.SendQueueFull, default(ReadOnlySpan<byte>));
        }

        return result;
    }

    private byte[]? ExportBinding() => _carrier.Tls?.ExportChannelBinding();

    private void FinishEnd()
    {
        DropCarry();
        bool peerMayRead = Outbox.IsOpen && Outbox.Waiting > 0;
        bool lingerOver = _clock.Seconds >= _lingerUntil;
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

        OnReadable();
    }

    private bool FeedCarry(ref int turns)
    {
        byte[] carry = _carry!;
        int end = _carryEnd;
        _carry = null;
        bool again = Feed(carry.AsSpan(0, end), ref turns);
        ArrayPool<byte>.Shared.Return(carry);
        return again;
    }

    /// <returns>False when reading stops here: paused, ended, or the turn is over.</returns>
    private bool Feed(ReadOnlySpan<byte> input, ref int turns)
    {
        while (!input.IsEmpty)
        {
            XmlReadStatus status = _reader.Read(input, out int consumed, out XmlFrame frame);
            input = input[consumed..];
            if (status == XmlReadStatus.Element && !input.IsEmpty && input[0] <= ' ')
            {
                // It means nothing here, and go-xmpp ends every element with a line break: <starttls/> too.
                input = input.TrimStart(" \t\r\n"u8);
            }

            _pendingInTurn = !input.IsEmpty;
            ReadFlow flow = ReadFlow.Continue;
            switch (status)
            {
                case XmlReadStatus.NeedMoreData:
                    return true;
                case XmlReadStatus.StreamOpened:
                    flow = _sink.OnStreamOpened(_reader.StreamHeader!);
                    break;
                case XmlReadStatus.Element:
                    flow = _sink.OnElement(frame);
                    break;
                case XmlReadStatus.StreamClosed:
                    _sink.OnStreamClosed();
                    break;
                default:
                    _sink.OnReadError(_reader.Error!);
                    End(EndReason.BadXml, default(ReadOnlySpan<byte>));
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

    private void Release()
    {
        if (_closed)
        {
            return;
        }

        lock (_countGate)
        {
            _closed = true;
        }

        Outbox.Close();
        DropCarry();
        _reader.Dispose();
        _carrier.Close();
        Released?.Invoke(this);
    }
}
