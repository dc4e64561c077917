using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Nightjar.Server.Storage;

/// <summary>
/// Who a stored thing belongs to: 16 random bytes that stand for an account (later a room or a publishing service).
/// Only one table maps a keyed hash of the name to it; everything else knows owners by this value alone (P19).
/// </summary>
/// <param name="Value">The 16 bytes, read as one big-endian number.</param>
public readonly record struct OwnerId(UInt128 Value)
{
    /// <summary>Bytes of an id.</summary>
    public const int Size = 16;

    /// <summary>A new id from the system's random generator.</summary>
    public static OwnerId New()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        return FromBytes(bytes);
    }

    /// <summary>Reads the first 16 bytes of <paramref name="bytes"/>.</summary>
    public static OwnerId FromBytes(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    /// <summary>Writes 16 bytes to the start of <paramref name="destination"/>.</summary>
    public void WriteTo(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    /// <summary>The id as a new array of 16 bytes.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[Size];
        WriteTo(bytes);
        return bytes;
    }

    /// <summary>32 hexadecimal digits; an id is no secret, but it is not logged above Debug either.</summary>
    public override string ToString() => Value.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
}
