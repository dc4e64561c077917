using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Nightjar.Xmpp.Addressing;

/// <summary>A hash of bytes under a key that is random per process, so that nobody can send colliding addresses.</summary>
/// <remarks>
/// Multilinear hashing: a sum of products of pairs of 32-bit words, each with a random 64-bit number added, of which the upper
/// half is kept. It is strongly universal (two given inputs collide with probability 2^-32 whatever they are), which is all
/// that a table needs whose contents nobody sees, and takes one multiplication for eight bytes.
/// </remarks>
static class KeyedHash
{
    // Covers every address that a cache keeps; longer ones take the runtime's keyed hash of strings.
    const int MaxBytes = 256;

    static readonly ulong[] Key = MemoryMarshal.Cast<byte, ulong>(RandomNumberGenerator.GetBytes(((MaxBytes / 4) + 4) * 8)).ToArray();

    /// <summary>Never the same in two processes; allocates nothing.</summary>
    public static int Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
            return OfLong(bytes);
        var key = Key.AsSpan();
        // The length is a word of its own, so that the overlap of the last words below is unambiguous.
        var sum = key[0] + (key[1] * (uint)bytes.Length);
        var rest = bytes;
        for (key = key[2..]; rest.Length >= 8; rest = rest[8..], key = key[2..])
            sum += Product(key, BinaryPrimitives.ReadUInt64LittleEndian(rest));
        if (!rest.IsEmpty)
            sum += Product(key, bytes.Length >= 8 ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[^8..]) : Short(bytes));
        return (int)(sum >> 32);
    }

    static ulong Product(ReadOnlySpan<ulong> key, ulong words) => (key[0] + (uint)words) * (key[1] + (words >> 32));

    static ulong Short(ReadOnlySpan<byte> bytes)
    {
        ulong words = 0;
        foreach (var b in bytes)
            words = (words << 8) | b;
        return words;
    }

    // It takes UTF-16, so pairs of bytes go in as characters and an odd last byte is mixed in afterwards.
    static int OfLong(ReadOnlySpan<byte> bytes)
    {
        var hash = string.GetHashCode(MemoryMarshal.Cast<byte, char>(bytes));
        return (bytes.Length & 1) == 0 ? hash : (int)(((uint)hash * 0x9E3779B1u) ^ bytes[^1]);
    }
}
