using System.Runtime.InteropServices;

namespace Nightjar.Xmpp.Addressing;

/// <summary>A hash of bytes under a key that is random per process, so that nobody can send colliding addresses.</summary>
static class KeyedHash
{
    /// <summary>Never the same in two processes; allocates nothing.</summary>
    public static int Of(ReadOnlySpan<byte> bytes)
    {
        // The runtime's string hash (Marvin) is the only keyed hash in the BCL that is fast on short input; it takes
        // UTF-16, so pairs of bytes go in as characters and an odd last byte is mixed in afterwards.
        var hash = string.GetHashCode(MemoryMarshal.Cast<byte, char>(bytes));
        return (bytes.Length & 1) == 0 ? hash : (int)System.Numerics.BitOperations.RotateLeft((uint)hash, 13) ^ (bytes[^1] * 0x01000193);
    }
}
