using System.Runtime.InteropServices;

namespace Nightjar.Server.Connections.Native;

/// <summary>
/// The handful of system calls the readiness loop is made of. They are called directly because the
/// framework's socket engine needs one or two more calls for every message; see docs/decisions/0001.
/// </summary>
internal static unsafe partial class LibC
{
    public const int EPOLLIN = 0x001;
    public const int EPOLLOUT = 0x004;
    public const int EPOLLERR = 0x008;
    public const int EPOLLHUP = 0x010;
    public const int EPOLLRDHUP = 0x2000;

    public const int EPOLL_CTL_ADD = 1;
    public const int EPOLL_CTL_DEL = 2;
    public const int EPOLL_CTL_MOD = 3;

    public const int EINTR = 4;
    public const int EAGAIN = 11;
    public const int ECONNABORTED = 103;

    public const int SOCK_NONBLOCK = 0x800;
    public const int SOCK_CLOEXEC = 0x80000;
    public const int MSG_NOSIGNAL = 0x4000;
    public const int IPPROTO_TCP = 6;
    public const int TCP_NODELAY = 1;
    public const int TCP_USER_TIMEOUT = 18;
    public const int SHUT_WR = 1;

    private const int EPOLL_CLOEXEC = 0x80000;
    private const int EFD_FLAGS = 0x80000 | 0x800;
    private const string C = "libc";

    /// <summary>Bytes between two entries of an event array: the kernel packs the structure on x86-64 only.</summary>
    public static readonly int EventStride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private static readonly int s_dataOffset = EventStride == 12 ? 4 : 8;

    public static int CreateEpoll() => epoll_create1(EPOLL_CLOEXEC);

    public static int CreateEvent() => eventfd(0, EFD_FLAGS);

    /// <summary>Adds, changes or removes interest in a descriptor; <paramref name="data"/> comes back with its events.</summary>
    public static int Control(int epoll, int operation, int fd, int events, ulong data)
    {
        byte* entry = stackalloc byte[16];
        *(int*)entry = events;
        *(ulong*)(entry + s_dataOffset) = data;
        return epoll_ctl(epoll, operation, fd, entry);
    }

    public static int EventFlags(byte* events, int index) => *(int*)(events + index * EventStride);

    public static ulong EventData(byte* events, int index) => *(ulong*)(events + index * EventStride + s_dataOffset);

    [LibraryImport(C)]
    private static partial int epoll_create1(int flags);

    [LibraryImport(C)]
    private static partial int eventfd(uint initial, int flags);

    [LibraryImport(C, SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int fd, byte* entry);

    [LibraryImport(C, EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int Wait(int epoll, byte* events, int capacity, int timeoutMilliseconds);

    [LibraryImport(C, EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int fd, byte* buffer, nint length, int flags);

    [LibraryImport(C, EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int fd, byte* buffer, nint length, int flags);

    [LibraryImport(C, EntryPoint = "accept4", SetLastError = true)]
    public static partial int Accept(int fd, byte* address, int* addressLength, int flags);

    [LibraryImport(C, EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(int fd, int level, int name, int* value, int length);

    [LibraryImport(C, EntryPoint = "shutdown")]
    public static partial int Shutdown(int fd, int how);

    [LibraryImport(C, EntryPoint = "close")]
    public static partial int Close(int fd);

    [LibraryImport(C, EntryPoint = "read")]
    public static partial nint Read(int fd, void* buffer, nint length);

    [LibraryImport(C, EntryPoint = "write")]
    public static partial nint Write(int fd, void* buffer, nint length);
}
