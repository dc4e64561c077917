using System.Runtime.InteropServices;

namespace Nightjar.Load.Native;

/// <summary><c>struct timespec</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct TimeSpec(long nanoseconds)
{
    readonly long _seconds = nanoseconds / 1_000_000_000;
    readonly long _nanoseconds = nanoseconds % 1_000_000_000;
}
