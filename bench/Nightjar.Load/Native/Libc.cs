using System.Runtime.InteropServices;

namespace Nightjar.Load.Native;

/// <summary>The Linux calls of the generator's loop. Every call returns -1 on error; <see cref="Error"/> then says why.</summary>
/// <remarks>
/// The generator shares a small machine with what it measures. One thread over epoll costs a fraction of what the
/// socket classes of the framework cost, and says exactly when a message was read.
/// </remarks>
internal static partial class Libc
{
    public const int Again = 11;
    public const int InProgress = 115;
    public const int Interrupted = 4;
    public const int EpollIn = 1;
    public const int EpollOut = 4;
    public const int EpollAdd = 1;
    public const int EpollModify = 3;

    const int Inet = 2;
    const int StreamNonBlockingCloseOnExec = 1 | 0x800 | 0x80000;
    const int ProtocolIp = 0;
    const int BindAddressNoPort = 24;
    const int ProtocolTcp = 6;
    const int NoDelay = 1;
    const int OpenFiles = 7;
    const int NoSignal = 0x4000;

    public static int Error => Marshal.GetLastPInvokeError();

    /// <summary>A non-blocking IPv4 TCP socket bound to <paramref name="source"/> (host order), or an exception.</summary>
    public static int OpenSocket(uint source)
    {
        var fd = socket(Inet, StreamNonBlockingCloseOnExec, 0);
        if (fd < 0)
        {
            throw new IOException($"socket: errno {Error}");
        }

        var one = 1;
        // The port is chosen at connect, per destination: ports cannot run out by having been reserved for nothing.
        setsockopt(fd, ProtocolIp, BindAddressNoPort, ref one, sizeof(int));
        setsockopt(fd, ProtocolTcp, NoDelay, ref one, sizeof(int));
        var address = new SocketAddress(source, 0);
        if (bind(fd, ref address, 16) < 0)
        {
            var error = Error;
            close(fd);
            throw new IOException($"bind: errno {error}");
        }

        return fd;
    }

    /// <summary>Begins to connect; false when it failed at once.</summary>
    public static bool BeginConnect(int fd, uint address, int port)
    {
        var target = new SocketAddress(address, port);
        return connect(fd, ref target, 16) == 0 || Error == InProgress;
    }

    public static int Send(int fd, ReadOnlySpan<byte> data) => (int)send(fd, data, (nuint)data.Length, NoSignal);

    public static int Receive(int fd, Span<byte> buffer) => (int)recv(fd, buffer, (nuint)buffer.Length, 0);

    /// <summary>Allows as many open files as the system grants; returns how many.</summary>
    public static long RaiseOpenFiles()
    {
        getrlimit(OpenFiles, out var limit);
        limit.Current = limit.Maximum;
        setrlimit(OpenFiles, ref limit);
        return (long)Math.Min(limit.Current, int.MaxValue);
    }

    /// <summary>Keeps every thread of this process on one core.</summary>
    public static void PinSelf(int core)
    {
        var mask = new ulong[16];
        mask[core / 64] = 1UL << (core % 64);
        foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            sched_setaffinity(int.Parse(Path.GetFileName(thread), null), (nuint)(mask.Length * 8), mask);
        }
    }

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int close(int fd);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_ctl(int epoll, int operation, int fd, ref EpollEvent what);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_pwait2(int epoll, Span<EpollEvent> events, int count, ref TimeSpec timeout, nint mask);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int kill(int pid, int signal);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int domain, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int bind(int fd, ref SocketAddress address, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int connect(int fd, ref SocketAddress address, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setsockopt(int fd, int level, int option, ref int value, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(int fd, ReadOnlySpan<byte> data, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(int fd, Span<byte> data, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getrlimit(int resource, out ResourceLimit limit);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setrlimit(int resource, ref ResourceLimit limit);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int sched_setaffinity(int thread, nuint length, ulong[] mask);

    [StructLayout(LayoutKind.Sequential)]
    struct ResourceLimit
    {
        public ulong Current;
        public ulong Maximum;
    }

    /// <summary><c>sockaddr_in</c>: address and port given in host order.</summary>
    [StructLayout(LayoutKind.Sequential)]
    readonly struct SocketAddress(uint address, int port)
    {
        readonly ushort _family = Inet;
        readonly ushort _port = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((ushort)port);
        readonly uint _address = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(address);
        readonly ulong _padding;
    }
}
