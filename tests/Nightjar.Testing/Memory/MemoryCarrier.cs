using System.Net;
using Nightjar.Server.Connections;

namespace Nightjar.Testing.Memory;

/// <summary>
/// A connection without a network: readiness, windows and the end of a stream behave as on a socket, TLS is only pretended. The
/// server's side is the <see cref="Carrier"/>; the members named Peer… are the client's. Thread-safe.
/// </summary>
/// <param name="loop">Whose thread reads.</param>
/// <param name="peerWindow">Bytes the server can write before the client has to read.</param>
/// <param name="address">The client's.</param>
internal sealed class MemoryCarrier(MemoryLoop loop, int peerWindow, IPAddress address) : Carrier, IIoWork
{
    private readonly Lock _gate = new();
    private readonly ByteQueue _toServer = new();
    private readonly ByteQueue _toClient = new();
    private MemoryTls? _tls;
    private TaskCompletionSource<bool>? _peerHandshake;
    private TaskCompletionSource? _peerReads;
    private bool _handshaking;
    private bool _peerDone;
    private bool _serverDone;
    private bool _closed;
    private bool _posted;
    private ReadOnlyMemory<byte> _fed;

    public override ITlsInfo? Tls => _handshaking ? null : _tls;

    public override IPAddress RemoteAddress => address;

    public override bool IsDrained(int read, int capacity, int total) => read < capacity;

    /// <summary>Bytes the client has not read yet.</summary>
    public int PeerUnread
    {
        get
        {
            lock (_gate)
            {
                return _toClient.Count;
            }
        }
    }

    /// <summary>What the server writes is thrown away, so that only the server's own work is measured.</summary>
    public bool IsMuted { get; set; }

    public override IoStatus Read(Span<byte> buffer, out int read)
    {
        lock (_gate)
        {
            if (!_fed.IsEmpty)
            {
                read = Math.Min(_fed.Length, buffer.Length);
                _fed.Span[..read].CopyTo(buffer);
                _fed = _fed[read..];
                return IoStatus.Done;
            }

            read = _closed ? 0 : _toServer.Take(buffer);
            return read > 0 ? IoStatus.Done : _closed || _peerDone ? IoStatus.Closed : IoStatus.WantRead;
        }
    }

    public override IoStatus Write(ReadOnlySpan<byte> data, out int written)
    {
        lock (_gate)
        {
            written = 0;
            if (_closed || _serverDone || _handshaking || _peerDone)
            {
                return IoStatus.Closed;
            }

            if (IsMuted)
            {
                written = data.Length;
                return IoStatus.Done;
            }

            written = Math.Min(data.Length, peerWindow - _toClient.Count);
            _toClient.Add(data[..written]);
            WakePeer();
            return written > 0 ? IoStatus.Done : IoStatus.WantWrite;
        }
    }

    public override void StartTls(TlsContexts contexts, string? domain)
    {
        bool failed;
        lock (_gate)
        {
            _handshaking = true;

            // What has been sent in clear would now be read as a handshake.
            failed = _toServer.Count > 0 || _peerDone;
            if (!failed && _peerHandshake is null)
            {
                return;
            }
        }

        loop.Post(new HandshakeDone(this, !failed));
    }

    public override void Schedule() => loop.Post(Owner);

    public override void ShutdownWrite()
    {
        lock (_gate)
        {
            _serverDone = true;
            WakePeer();
        }
    }

    public override void Close()
    {
        lock (_gate)
        {
            _closed = _serverDone = true;
            _peerHandshake?.TrySetResult(false);
            WakePeer();
        }
    }

    /// <summary>Readiness, announced once as by epoll's edges. On the loop's thread.</summary>
    public void Run()
    {
        bool readable;
        bool writable;
        lock (_gate)
        {
            _posted = false;
            readable = IsReadable;
            writable = IsWritable;
        }

        if (writable)
        {
            Owner.OnWritable();
        }

        if (readable)
        {
            Owner.OnReadable();
        }
    }

    /// <summary>The client sends, and the server reads on this very thread, so that its work can be measured. Only while it is idle.</summary>
    public void PeerFeed(ReadOnlyMemory<byte> data)
    {
        _fed = data;
        Owner.OnReadable();
    }

    /// <summary>The client sends. False when nobody takes it any more.</summary>
    public bool PeerWrite(ReadOnlySpan<byte> data)
    {
        bool garbled;
        lock (_gate)
        {
            if (_closed || _peerDone)
            {
                return false;
            }

            garbled = _handshaking;
            _toServer.Add(data);
            PostIfReady();
        }

        if (garbled)
        {
            loop.Post(new HandshakeDone(this, false));
        }

        return true;
    }

    /// <summary>The client reads; 0 at the end.</summary>
    public async ValueTask<int> PeerReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task wait;
            lock (_gate)
            {
                int read = _toClient.Take(buffer.Span);
                if (read > 0 || _serverDone)
                {
                    PostIfReady();
                    return read;
                }

                _peerReads ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                wait = _peerReads.Task;
            }

            await wait.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The client's half of the handshake; null when it failed.</summary>
    public async Task<MemoryTls?> PeerStartTlsAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource<bool> handshake;
        bool both;
        lock (_gate)
        {
            handshake = _peerHandshake = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            both = _handshaking;
            if (_closed)
            {
                handshake.SetResult(false);
            }
        }

        if (both)
        {
            loop.Post(new HandshakeDone(this, true));
        }

        return await handshake.Task.WaitAsync(cancellationToken).ConfigureAwait(false) ? _tls : null;
    }

    /// <summary>The client's end of the connection is gone.</summary>
    public void PeerClose()
    {
        bool handshaking;
        lock (_gate)
        {
            _peerDone = true;
            handshaking = _handshaking;
            PostIfReady();
        }

        if (handshaking)
        {
            loop.Post(new HandshakeDone(this, false));
        }
    }

    private bool IsReadable => !_closed && !_handshaking && (_toServer.Count > 0 || _peerDone);

    private bool IsWritable => !_closed && !_handshaking && (_toClient.Count < peerWindow || _peerDone);

    private void PostIfReady()
    {
        if (!_posted && (IsReadable || IsWritable))
        {
            _posted = true;
            loop.Post(this);
        }
    }

    private void WakePeer()
    {
        _peerReads?.TrySetResult();
        _peerReads = null;
    }

    private void FinishHandshake(bool succeeded)
    {
        lock (_gate)
        {
            if (!_handshaking)
            {
                return;
            }

            _handshaking = false;
            _tls = succeeded ? new MemoryTls() : null;
        }

        Owner.OnTlsDone(succeeded);
        lock (_gate)
        {
            _peerHandshake?.TrySetResult(succeeded);
            PostIfReady();
        }
    }

    private sealed class HandshakeDone(MemoryCarrier carrier, bool succeeded) : IIoWork
    {
        public void Run() => carrier.FinishHandshake(succeeded);
    }
}
