using System.Net;
using System.Runtime.InteropServices;

using Nightjar.Server.Connections.Native;

namespace Nightjar.Server.Connections;

/// <summary>A TCP socket, plain or under TLS, watched by one <see cref="IoLoop"/>.</summary>
internal sealed unsafe class SocketCarrier : Carrier, IIoHandler, IThreadPoolWorkItem
{
    private readonly IoLoop _loop;
    private readonly int _fd;
    private ulong _token;
    private readonly Lock _gate = new();
    private TlsChannel? _tls;
    private bool _handshaking;
    private bool _wantRead = true;
    private bool _wantWrite;
    private bool _closed;

    private SocketCarrier(IoLoop loop, int fd, IPAddress remoteAddress)
    {
        _loop = loop;
        _fd = fd;
        RemoteAddress = remoteAddress;
        int on = 1;

        // Without it a small answer waits for the peer's delayed acknowledgement: 40 ms a log-in.
        _ = LibC.SetOption(fd, LibC.IPPROTO_TCP, LibC.TCP_NODELAY, &on, sizeof(int));
    }

    /// <summary>Takes over an accepted socket; events may come before this returns.</summary>
    public static void Open(IoLoop loop, int fd, IPAddress remoteAddress, Func<SocketCarrier, Connection> owner)
    {
        var carrier = new SocketCarrier(loop, fd, remoteAddress);
        carrier.Owner = owner(carrier);
        lock (carrier._gate)
        {
            carrier._token = loop.Register(fd, carrier);
        }

        carrier.Owner.OnOpened();
    }

    public override TlsChannel? Tls => _handshaking ? null : _tls;

    public override IPAddress RemoteAddress { get; }

    public override bool HasBufferedInput
    {
        get
        {
            lock (_gate)
            {
                return _tls is { } tls && !_closed && tls.HasPending;
            }
        }
    }

    public override IoStatus Read(Span<byte> buffer, out int read)
    {
        if (_tls is not null)
        {
            lock (_gate)
            {
                read = 0;
                return _closed ? IoStatus.Closed : _tls.Read(buffer, out read);
            }
        }

        nint result;
        fixed (byte* start = buffer)
        {
            result = LibC.Receive(_fd, start, buffer.Length, 0);
        }

        read = (int)Math.Max(result, 0);
        return result > 0 ? IoStatus.Done : result == 0 ? IoStatus.Closed : LastStatus(IoStatus.WantRead);
    }

    public override IoStatus Write(ReadOnlySpan<byte> data, out int written)
    {
        lock (_gate)
        {
            written = 0;
            if (_closed || _handshaking)
            {
                return IoStatus.Closed;
            }

            if (_tls is not null)
            {
                return _tls.Write(data, out written);
            }

            nint result;
            fixed (byte* start = data)
            {
                result = LibC.Send(_fd, start, data.Length, LibC.MSG_NOSIGNAL);
            }

            written = (int)Math.Max(result, 0);
            return result > 0 ? IoStatus.Done : LastStatus(IoStatus.WantWrite);
        }
    }

    public override void WantRead(bool on)
    {
        lock (_gate)
        {
            _wantRead = on;
            ApplyInterest();
        }
    }

    public override void WantWrite(bool on)
    {
        lock (_gate)
        {
            _wantWrite = on;
            ApplyInterest();
        }
    }

    public override void StartTls(TlsContexts contexts, string? domain)
    {
        lock (_gate)
        {
            _handshaking = true;
            _tls = new TlsChannel(contexts, domain, _fd);
        }

        StepHandshake();
    }

    public override void Schedule() => _loop.Post(Owner);

    public void OnReady(bool readable, bool writable)
    {
        if (_handshaking)
        {
            StepHandshake();
            return;
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

    /// <summary>A handshake costs up to a millisecond of arithmetic: not on the thread that others wait for.</summary>
    private void StepHandshake()
    {
        _loop.SetInterest(_fd, _token, read: false, write: false);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        IoStatus status;
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            status = _tls!.Handshake();
            if (status is IoStatus.WantRead or IoStatus.WantWrite)
            {
                _loop.SetInterest(_fd, _token, status == IoStatus.WantRead, status == IoStatus.WantWrite);
                return;
            }

            _handshaking = false;
            if (status == IoStatus.Done)
            {
                ApplyInterest();
            }
        }

        Owner.OnTlsDone(status == IoStatus.Done);
    }

    public override void ShutdownWrite()
    {
        lock (_gate)
        {
            if (!_closed)
            {
                if (_tls is not null && !_handshaking)
                {
                    _tls.Shutdown();
                }

                _ = LibC.Shutdown(_fd, LibC.SHUT_WR);
            }
        }
    }

    public override void Close()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            _loop.Unregister(_fd, _token);
            _tls?.Free();
            _ = LibC.Close(_fd);
        }
    }

    private void ApplyInterest()
    {
        // A handshake asks for what it needs itself, step by step.
        if (!_closed && !_handshaking)
        {
            _loop.SetInterest(_fd, _token, _wantRead, _wantWrite);
        }
    }

    private static IoStatus LastStatus(IoStatus whenBlocked) => Marshal.GetLastPInvokeError() switch
    {
        LibC.EAGAIN or LibC.EINTR => whenBlocked,
        _ => IoStatus.Closed,
    };
}
