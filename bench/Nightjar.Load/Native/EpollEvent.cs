using System.Runtime.InteropServices;

namespace Nightjar.Load.Native;

/// <summary><c>struct epoll_event</c>, which the kernel packs on x86-64 and nowhere else.</summary>
internal struct EpollEvent
{
    static readonly bool s_packed = RuntimeInformation.ProcessArchitecture == Architecture.X64;

    uint _events;
    uint _low;
    uint _high;
    uint _rest;

    public EpollEvent(uint events, int data)
    {
        _events = events;
        if (s_packed)
        {
            _low = (uint)data;
        }
        else
        {
            _high = (uint)data;
        }
    }

    /// <summary>Reads event number <paramref name="index"/> of what the kernel wrote into <paramref name="buffer"/>.</summary>
    public static (uint Events, int Data) Read(ReadOnlySpan<EpollEvent> buffer, int index)
    {
        var words = MemoryMarshal.Cast<EpollEvent, uint>(buffer);
        return s_packed ? (words[index * 3], (int)words[index * 3 + 1]) : (words[index * 4], (int)words[index * 4 + 2]);
    }
}
