using System.Buffers.Binary;
using System.Text;
using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>The clear text of an archived message: time (8), kind, direction, length of the peer (2), peer, stanza.</summary>
static class Envelope
{
    const int FixedSize = sizeof(long) + 1 + 1 + sizeof(ushort);

    public static int Size(in ArchiveEntry entry) => FixedSize + Encoding.UTF8.GetByteCount(entry.Peer) + entry.Stanza.Length;

    /// <summary>Writes to a buffer of at least <see cref="Size"/>; returns the part that was used.</summary>
    public static ReadOnlySpan<byte> Write(in ArchiveEntry entry, Span<byte> buffer)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer, entry.Time.ToUnixTimeMilliseconds());
        buffer[8] = (byte)entry.Kind;
        buffer[9] = (byte)entry.Direction;
        var length = Encoding.UTF8.GetBytes(entry.Peer, buffer[FixedSize..]);
        BinaryPrimitives.WriteUInt16LittleEndian(buffer[10..], checked((ushort)length));
        entry.Stanza.Span.CopyTo(buffer[(FixedSize + length)..]);
        return buffer[..(FixedSize + length + entry.Stanza.Length)];
    }

    public static ArchivedStanza Read(ArchiveId id, ReadOnlyMemory<byte> value)
    {
        var bytes = value.Span;
        var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]);
        return new ArchivedStanza
        {
            Id = id,
            Peer = Encoding.UTF8.GetString(bytes.Slice(FixedSize, length)),
            Time = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
            Kind = (ArchiveKind)bytes[8],
            Direction = (ArchiveDirection)bytes[9],
            Stanza = value[(FixedSize + length)..],
        };
    }
}
