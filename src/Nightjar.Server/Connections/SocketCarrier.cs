using System.Net;
using System.Runtime.InteropServices;

using Nightjar.Server.Connections.Native;

namespace Nightjar.Server.Connections;

/// <summary>
/// A TCP socket, plain or under TLS, watched by one <see cref="IoLoop"/>. It is its own lock: one object fewer to fetch into the
/// cache for every message, and nobody else can reach it.
/// </summary>
internal sealed unsafe class SocketCarrier : Carrier, IIoHandler, IThreadPoolWorkItem
{
    private const int SmallRead = 8 * 1024;

    // The handshake waits for readiness; a step is under way; readiness came meanwhile; it has ended.
    private const int Resting = 0;
    private const int Stepping = 1;
    private const int SteppingAndReady = 2;
    private const int Over = 3;

    private readonly IoLoop _loop;
    private readonly int _fd;
    private ulong _token;
    private TlsChannel? _tls;
    private volatile bool _handshaking;
    private int _step;
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
        lock (carrier)
        {
            carrier._token = loop.Register(fd, carrier);
        }

        carrier.Owner.OnOpened();
    }

    public override ITlsInfo? Tls => _handshaking ? null : _tls;

    public override IPAddress RemoteAddress { get; }

    public override bool IsDrained(int read, int capacity, int total)
    {
        if (_tls is null)
        {
            return read < capacity;
        }

        // OpenSSL reads ahead up to one record and a bit: below half of that its own read was short, so the socket was empty.
        lock (this)
        {
            return total < SmallRead && !_closed && !_tls.HasPending;
        }
    }

    public override IoStatus Read(Span<byte> buffer, out int read)
    {
        if (_tls is not null)
        {
            lock (this)
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
        lock (this)
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

    public override void StartTls(TlsContexts contexts, string? domain)
    {
        lock (this)
        {
            _handshaking = true;
            _tls = new TlsChannel(contexts, domain, _fd);
        }

        StepHandshake();
    }

    public override void Schedule() => _loop.Post(Owner);

    public void OnReady(bool readable, bool writable)
    {
        if (_handshaking && StepHandshake())
        {
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

    /// <summary>
    /// With an RSA key a handshake costs a millisecond of arithmetic: not on the thread that others wait for. With an elliptic curve
    /// it costs less than two changes of threads, and is done on the spot.
    /// </summary>
    /// <returns>False when the handshake has just ended, so that the readiness is the connection's.</returns>
    private bool StepHandshake()
    {
        // Not under the lock: whoever carries out the step holds it all the while.
        switch (Interlocked.CompareExchange(ref _step, Stepping, Resting))
        {
            case Resting when _tls!.IsCheap:
                ((IThreadPoolWorkItem)this).Execute();
                return true;
            case Resting:
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return true;
            case Stepping:
                return Interlocked.CompareExchange(ref _step, SteppingAndReady, Stepping) != Over;
            case SteppingAndReady:
                return true;
            default:
                return false;
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        IoStatus status;
        do
        {
            Interlocked.CompareExchange(ref _step, Stepping, SteppingAndReady);
            lock (this)
            {
                if (_closed)
                {
                    return;
                }

                status = _tls!.Handshake();
                if (status is not (IoStatus.WantRead or IoStatus.WantWrite))
                {
                    _handshaking = false;
                    Volatile.Write(ref _step, Over);
                    break;
                }
            }
        }
        while (Interlocked.CompareExchange(ref _step, Resting, Stepping) != Stepping);

        if (status is not (IoStatus.WantRead or IoStatus.WantWrite))
        {
            Owner.OnTlsDone(status == IoStatus.Done);
        }
    }

    public override void ShutdownWrite()
    {
        lock (this)
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
        lock (this)
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

    private static IoStatus LastStatus(IoStatus whenBlocked) => Marshal.GetLastPInvokeError() switch
    {
        LibC.EAGAIN or LibC.EINTR => whenBlocked,
        _ => IoStatus.Closed,
    };
}
