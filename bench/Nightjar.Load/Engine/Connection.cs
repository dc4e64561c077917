using System.Text;

namespace Nightjar.Load.Engine;

/// <summary>
/// One client connection: bytes out, elements in. Belongs to the loop's thread. Once it has closed, everything that
/// waits on it fails with an <see cref="IOException"/> that says why.
/// </summary>
internal sealed class Connection
{
    readonly EventLoop _loop;
    readonly Carrier _carrier;
    readonly int _slot;
    readonly Queue<string> _arrived = [];
    bool _handshaking;
    bool _watchingWrites = true;
    byte[]? _unread;
    byte[]? _unsent;
    TaskCompletionSource? _ready = new();
    TaskCompletionSource<string>? _reader;

    /// <summary>Begins to connect from <paramref name="source"/> to <paramref name="address"/> (IPv4, host order).</summary>
    public Connection(EventLoop loop, uint source, uint address, int port)
    {
        _loop = loop;
        _carrier = new(source, address, port);
        _slot = loop.Register(this, _carrier.Descriptor);
    }

    /// <summary>What takes the elements once the negotiation is over; until then they queue for <see cref="ReadAsync"/>.</summary>
    public IElementHandler? Handler { get; set; }

    /// <summary>Takes a TLS session the server offers for resumption, and owns it then; null: not wanted.</summary>
    public Action<nint>? SessionKeeper { get; set; }

    public string? EndReason { get; private set; }

    public bool SessionReused => _carrier.SessionReused;

    /// <summary>tls-exporter channel binding (RFC 9266).</summary>
    public byte[] ExportKeyingMaterial() => _carrier.ExportKeyingMaterial();

    public Task ConnectedAsync() => _ready?.Task ?? Task.CompletedTask;

    public Task HandshakeAsync(TlsSettings tls, nint session, bool direct)
    {
        _carrier.BeginTls(tls, session, direct);
        _handshaking = true;
        _ready = new();
        var task = _ready.Task;
        Handshake();
        return task;
    }

    /// <summary>The next item of the stream (a stream's start counts) as text.</summary>
    public Task<string> ReadAsync()
    {
        if (_arrived.TryDequeue(out var item))
        {
            return Task.FromResult(item);
        }

        if (EndReason is not null)
        {
            return Task.FromException<string>(new IOException(EndReason));
        }

        _reader = new();
        return _reader.Task;
    }

    public void Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends now what the socket takes, and the rest when it takes more.</summary>
    public void Send(ReadOnlySpan<byte> data)
    {
        if (EndReason is not null)
        {
            return;
        }

        if (_unsent is not null)
        {
            _unsent = [.. _unsent, .. data];
            return;
        }

        while (!data.IsEmpty && _carrier.Send(data) is var sent and > 0)
        {
            data = data[sent..];
        }

        if (!data.IsEmpty && !AbortIfBroken())
        {
            _unsent = data.ToArray();
            WatchWrites(true);
        }
    }

    /// <summary>Ends the stream and waits, at most five seconds, for the server to do the same.</summary>
    public async Task CloseAsync()
    {
        Send("</stream:stream>");
        _loop.At(EventLoop.Now + 5_000_000, () => Abort("the server did not end the stream"));
        try
        {
            while (true)
            {
                await ReadAsync();
            }
        }
        catch (IOException)
        {
            // The end that was waited for.
        }
    }

    /// <summary>The loop says that the socket can be read, written or has failed.</summary>
    public void OnReady(bool writable)
    {
        if (_handshaking)
        {
            Handshake();
            return;
        }

        if (writable)
        {
            OnWritable();
        }

        if (EndReason is null)
        {
            Receive();
        }
    }

    /// <summary>Closes at once; harmless when closed already.</summary>
    public void Abort(string reason)
    {
        if (EndReason is not null)
        {
            return;
        }

        EndReason = reason;
        _carrier.Close();
        _loop.Release(_slot);
        _unread = _unsent = null;
        var error = new IOException(reason);
        Take(ref _ready)?.TrySetException(error);
        Take(ref _reader)?.TrySetException(error);
        Handler?.OnClosed(this);
    }

    internal bool KeepSession(nint session)
    {
        SessionKeeper?.Invoke(session);
        return SessionKeeper is not null;
    }

    static T? Take<T>(ref T? field) where T : class
    {
        var value = field;
        field = null;
        return value;
    }

    void OnWritable()
    {
        var waiting = Take(ref _unsent);
        if (waiting is not null)
        {
            Send(waiting);
        }

        if (_unsent is null)
        {
            WatchWrites(false);
            Take(ref _ready)?.TrySetResult();
        }
    }

    void WatchWrites(bool wanted)
    {
        if (_watchingWrites != wanted && EndReason is null)
        {
            _watchingWrites = wanted;
            _loop.Watch(_carrier.Descriptor, _slot, wanted);
        }
    }

    bool AbortIfBroken()
    {
        if (_carrier.Fault is { } fault)
        {
            Abort(fault);
        }

        return EndReason is not null;
    }

    void Handshake()
    {
        TlsSettings.Current = this;
        if (_carrier.Handshake(out var waitsToWrite))
        {
            _handshaking = false;
            WatchWrites(false);
            Take(ref _ready)?.TrySetResult();
        }
        else if (!AbortIfBroken())
        {
            WatchWrites(waitsToWrite);
        }
    }

    void Receive()
    {
        var buffer = _loop.Buffer;
        while (EndReason is null && !_handshaking)
        {
            var kept = _unread?.Length ?? 0;
            if (kept > buffer.Length / 2)
            {
                Abort("an element longer than any this measurement expects");
                return;
            }

            _unread?.CopyTo(buffer, 0);
            TlsSettings.Current = this;
            var room = buffer.AsSpan(kept);
            var count = _carrier.Receive(room);
            if (count == 0)
            {
                AbortIfBroken();
                return;
            }

            _unread = null;
            Scan(buffer.AsSpan(0, kept + count));
            if (!_carrier.IsEncrypted && count < room.Length)
            {
                return;
            }
        }
    }

    void Scan(ReadOnlySpan<byte> data)
    {
        while (EndReason is null)
        {
            var length = StreamScanner.Next(data, out var kind);
            if (length == 0)
            {
                _unread = data.IsEmpty ? null : data.ToArray();
                return;
            }

            if (kind == ItemKind.Element && Handler is { } handler)
            {
                handler.OnElement(this, data[..length]);
            }
            else if (kind is ItemKind.Element or ItemKind.StreamStart)
            {
                Queue(Encoding.UTF8.GetString(data[..length]));
            }
            else if (kind == ItemKind.StreamEnd)
            {
                Abort("the server ended the stream");
            }

            data = data[length..];
        }
    }

    void Queue(string item)
    {
        // The one who waits continues here and may send, read on or close.
        if (Take(ref _reader) is { } reader)
        {
            reader.SetResult(item);
        }
        else
        {
            _arrived.Enqueue(item);
        }
    }
}
