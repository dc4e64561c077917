using System.Text;
using Nightjar.Load.Native;

namespace Nightjar.Load.Engine;

/// <summary>
/// One client connection: bytes out, elements in. Belongs to the loop's thread. Once it has closed, everything that
/// waits on it fails with an <see cref="IOException"/> that says why.
/// </summary>
internal sealed class Connection
{
    readonly EventLoop _loop;
    readonly int _fd;
    readonly int _slot;
    readonly Queue<string> _arrived = [];
    nint _ssl;
    bool _handshaking;
    bool _watchingWrites = true;
    byte[]? _unread;
    byte[]? _unsent;
    TaskCompletionSource? _ready;
    TaskCompletionSource<string>? _reader;

    /// <summary>Begins to connect from <paramref name="source"/> to <paramref name="address"/> (IPv4, host order).</summary>
    public Connection(EventLoop loop, uint source, uint address, int port)
    {
        _loop = loop;
        _fd = Libc.OpenSocket(source);
        _ready = new();
        if (!Libc.BeginConnect(_fd, address, port))
        {
            var error = Libc.Error;
            Libc.close(_fd);
            throw new IOException($"connect: errno {error}");
        }

        _slot = loop.Register(this, _fd);
    }

    /// <summary>What takes the elements once the negotiation is over; until then they queue for <see cref="ReadAsync"/>.</summary>
    public IElementHandler? Handler { get; set; }

    /// <summary>Takes a TLS session the server offers for resumption, and owns it then; null: not wanted.</summary>
    public Action<nint>? SessionKeeper { get; set; }

    public string? EndReason { get; private set; }

    public bool SessionReused => _ssl != 0 && OpenSsl.SSL_session_reused(_ssl) == 1;

    public Task ConnectedAsync() => _ready?.Task ?? Task.CompletedTask;

    public Task HandshakeAsync(TlsSettings tls, nint session, bool direct)
    {
        _ssl = tls.Begin(_fd, session, direct);
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

        var sent = SendSome(data);
        if (sent < data.Length && EndReason is null)
        {
            _unsent = data[sent..].ToArray();
            WatchWrites(true);
        }
    }

    /// <summary>Ends the stream and waits for the server to do the same.</summary>
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

    /// <summary>tls-exporter channel binding (RFC 9266).</summary>
    public byte[] ExportKeyingMaterial()
    {
        const string label = "EXPORTER-Channel-Binding";
        var output = new byte[32];
        OpenSsl.SSL_export_keying_material(_ssl, output, (nuint)output.Length, label, (nuint)label.Length, 0, 0, 1);
        return output;
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
        if (_ssl != 0)
        {
            // Besides being polite: OpenSSL forgets the session of a connection that ends without it.
            OpenSsl.SSL_shutdown(_ssl);
            OpenSsl.SSL_free(_ssl);
            _ssl = 0;
        }

        Libc.close(_fd);
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
        if (waiting is null)
        {
            WatchWrites(false);
            Take(ref _ready)?.TrySetResult();
            return;
        }

        Send(waiting);
        if (_unsent is null && EndReason is null)
        {
            WatchWrites(false);
        }
    }

    void WatchWrites(bool wanted)
    {
        if (_watchingWrites != wanted && EndReason is null)
        {
            _watchingWrites = wanted;
            _loop.Watch(_fd, _slot, wanted);
        }
    }

    void Handshake()
    {
        TlsSettings.Current = this;
        OpenSsl.ERR_clear_error();
        var result = OpenSsl.SSL_do_handshake(_ssl);
        if (result == 1)
        {
            _handshaking = false;
            WatchWrites(false);
            Take(ref _ready)?.TrySetResult();
            return;
        }

        var error = OpenSsl.SSL_get_error(_ssl, result);
        if (error is OpenSsl.WantRead or OpenSsl.WantWrite)
        {
            WatchWrites(error == OpenSsl.WantWrite);
            return;
        }

        Abort($"TLS handshake: {OpenSsl.DescribeError()}");
    }

    int SendSome(ReadOnlySpan<byte> data)
    {
        var sent = 0;
        while (sent < data.Length)
        {
            var count = _ssl == 0 ? Libc.Send(_fd, data[sent..]) : SendTls(data[sent..]);
            if (count <= 0)
            {
                if (_ssl == 0 && Libc.Error is not (Libc.Again or Libc.Interrupted))
                {
                    Abort($"send: errno {Libc.Error}");
                }

                break;
            }

            sent += count;
        }

        return sent;
    }

    int SendTls(ReadOnlySpan<byte> data)
    {
        OpenSsl.ERR_clear_error();
        var count = OpenSsl.SSL_write(_ssl, data, data.Length);
        if (count <= 0 && OpenSsl.SSL_get_error(_ssl, count) is not (OpenSsl.WantRead or OpenSsl.WantWrite))
        {
            Abort($"TLS send: {OpenSsl.DescribeError()}");
        }

        return count;
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
            var room = buffer.AsSpan(kept);
            var count = _ssl == 0 ? Libc.Receive(_fd, room) : ReceiveTls(room);
            if (count <= 0)
            {
                if (_ssl == 0 && (count == 0 || Libc.Error is not (Libc.Again or Libc.Interrupted)))
                {
                    Abort(count == 0 ? "the server closed the connection" : $"receive: errno {Libc.Error}");
                }

                return;
            }

            _unread = null;
            Scan(buffer.AsSpan(0, kept + count));
            if (_ssl == 0 && count < room.Length)
            {
                return;
            }
        }
    }

    int ReceiveTls(Span<byte> room)
    {
        TlsSettings.Current = this;
        OpenSsl.ERR_clear_error();
        var count = OpenSsl.SSL_read(_ssl, room, room.Length);
        if (count <= 0 && OpenSsl.SSL_get_error(_ssl, count) is var error and not (OpenSsl.WantRead or OpenSsl.WantWrite))
        {
            Abort(error == OpenSsl.ZeroReturn ? "the server closed the connection" : $"TLS receive: {OpenSsl.DescribeError()}");
        }

        return count;
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
