using System.Buffers.Binary;

namespace Nightjar.Server.Storage;

/// <summary>
/// Where a sealed value stands. It is the associated data of the cipher, so that a value moved to another row, column,
/// owner or table does not open.
/// </summary>
readonly ref struct SealPlace(VaultTable table, OwnerId owner, ReadOnlySpan<byte> row, int column)
{
    public const int MaximumRow = 64;
    public const int MaximumSize = 1 + OwnerId.Size + 1 + 1 + MaximumRow;

    /// <summary>Of the sealed forms, not of the tables: raised when a migration seals values anew, and only then.</summary>
    const byte SchemaVersion = 1;

    readonly ReadOnlySpan<byte> _row = row;

    /// <summary>Writes the associated data to a buffer of <see cref="MaximumSize"/>; returns the part that was used.</summary>
    public ReadOnlySpan<byte> WriteTo(Span<byte> buffer)
    {
        buffer[0] = SchemaVersion;
        buffer[1] = (byte)table;
        buffer[2] = (byte)column;
        owner.WriteTo(buffer[3..]);
        _row.CopyTo(buffer[(3 + OwnerId.Size)..]);
        return buffer[..(3 + OwnerId.Size + _row.Length)];
    }

    /// <summary>A sequence as row name.</summary>
    public static ReadOnlySpan<byte> Row(long sequence, Span<byte> buffer)
    {
        BinaryPrimitives.WriteInt64BigEndian(buffer, sequence);
        return buffer[..sizeof(long)];
    }
}
