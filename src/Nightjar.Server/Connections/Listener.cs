using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

using Nightjar.Server.Connections.Native;

namespace Nightjar.Server.Connections;

/// <summary>One listening socket. Accepted connections are spread over the loops in turn.</summary>
internal sealed unsafe class Listener : IIoHandler, IIoWork, IDisposable
{
    /// <summary>Connections the kernel keeps for us while a burst is accepted; it caps it at its own limit.</summary>
    private const int Backlog = 4096;

    /// <summary>Accepted in one go before other sockets get their turn.</summary>
    private const int AcceptsPerTurn = 64;

    private readonly Socket _socket;
    private readonly IoLoop _loop;
    private readonly Action<Listener, int, IPAddress> _onAccepted;
    private readonly int _fd;
    private ulong _token;
    private bool _stopped;
    private volatile bool _stopRequested;

    public Listener(IPEndPoint endPoint, ListenerPolicy policy, IoLoop loop, Action<Listener, int, IPAddress> onAccepted)
    {
        Policy = policy;
        _loop = loop;
        _onAccepted = onAccepted;
        _socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
        {
            _socket.DualMode = false;
        }

        _socket.Bind(endPoint);
        _socket.Listen(Backlog);
        _socket.Blocking = false;
        _fd = (int)_socket.Handle;
        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    public ListenerPolicy Policy { get; }

    /// <summary>Where it listens really, when the configured port was 0.</summary>
    public IPEndPoint EndPoint { get; }

    public void Start() => _token = _loop.Register(_fd, this);

    public void OnReady(bool readable, bool writable)
    {
        byte* address = stackalloc byte[32];
        for (int i = 0; i < AcceptsPerTurn && !_stopped; i++)
        {
            int length = 32;
            int fd = LibC.Accept(_fd, address, &length, LibC.SOCK_NONBLOCK | LibC.SOCK_CLOEXEC);
            if (fd < 0)
            {
                // Nobody waits any more; or descriptors ran out, and then the heartbeat tries again.
                if (Marshal.GetLastPInvokeError() is not (LibC.EINTR or LibC.ECONNABORTED))
                {
                    return;
                }

                continue;
            }

            _onAccepted(this, fd, ReadAddress(new ReadOnlySpan<byte>(address, 32)));
        }

        _loop.Post(this);
    }

    /// <summary>Tries again after descriptors ran out; from the heartbeat.</summary>
    public void Heartbeat()
    {
        _loop.Post(this);
    }

    /// <summary>Accepts nothing more.</summary>
    public void Stop()
    {
        _stopRequested = true;
        _loop.Post(this);
    }

    void IIoWork.Run()
    {
        if (_stopped)
        {
            return;
        }

        if (_stopRequested)
        {
            _stopped = true;
            _loop.Unregister(_fd, _token);
            _socket.Dispose();
            return;
        }

        OnReady(readable: true, writable: false);
    }

    public void Dispose() => _socket.Dispose();

    private static IPAddress ReadAddress(ReadOnlySpan<byte> address)
    {
        ushort family = BinaryPrimitives.ReadUInt16LittleEndian(address);
        if (!BitConverter.IsLittleEndian)
        {
            family = BinaryPrimitives.ReverseEndianness(family);
        }

        const int InterNetwork = 2;
        IPAddress result = family == InterNetwork ? new IPAddress(address.Slice(4, 4)) : new IPAddress(address.Slice(8, 16));
        return result.IsIPv4MappedToIPv6 ? result.MapToIPv4() : result;
    }
}
