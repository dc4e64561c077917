using System.Buffers.Binary;
using System.Text;
using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>A name and a value as one clear text, before it is sealed.</summary>
static class Framing
{
    public static byte[] Join(string name, ReadOnlySpan<byte> value)
    {
        var length = Encoding.UTF8.GetByteCount(name);
        var joined = new byte[sizeof(ushort) + length + value.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(joined, checked((ushort)length));
        Encoding.UTF8.GetBytes(name, joined.AsSpan(sizeof(ushort)));
        value.CopyTo(joined.AsSpan(sizeof(ushort) + length));
        return joined;
    }

    public static (string Name, ReadOnlyMemory<byte> Value) Split(ReadOnlyMemory<byte> joined)
    {
        var bytes = joined.Span;
        if (bytes.Length < sizeof(ushort) || BinaryPrimitives.ReadUInt16LittleEndian(bytes) is var length && bytes.Length < sizeof(ushort) + length)
        {
            throw new StorageException(StorageErrorKind.Corrupt, "A stored value has an unknown form.");
        }

        return (Encoding.UTF8.GetString(bytes.Slice(sizeof(ushort), length)), joined[(sizeof(ushort) + length)..]);
    }
}
