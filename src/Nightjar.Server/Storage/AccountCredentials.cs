using System.Text;

namespace Nightjar.Server.Storage;

/// <summary>All that log-ins of one account are checked against; stored as one sealed value.</summary>
public sealed class AccountCredentials
{
    const byte Format = 1;
    const int MaximumKeys = 8; // three hashes are defined; a larger number can only come from damage

    /// <summary>Credentials from keys, at most one for each mechanism and at most eight.</summary>
    public AccountCredentials(params IReadOnlyList<ScramKeys> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keys.Count, MaximumKeys, nameof(keys));
        Keys = keys;
    }

    /// <summary>One entry for each hash.</summary>
    public IReadOnlyList<ScramKeys> Keys { get; }

    /// <summary>The keys for a mechanism (without <c>-PLUS</c>), or null.</summary>
    public ScramKeys? Find(string mechanism)
    {
        foreach (var keys in Keys)
        {
            if (keys.Mechanism == mechanism)
            {
                return keys;
            }
        }

        return null;
    }

    /// <summary>The stored form.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Format);
        writer.Write((byte)Keys.Count);
        foreach (var keys in Keys)
        {
            writer.Write(keys.Mechanism);
            writer.Write7BitEncodedInt(keys.Iterations);
            WriteBytes(writer, keys.Salt);
            WriteBytes(writer, keys.StoredKey);
            WriteBytes(writer, keys.ServerKey);
        }

        return stream.ToArray();
    }

    /// <summary>Reads the stored form.</summary>
    /// <exception cref="StorageException">The form is not one this program wrote.</exception>
    public static AccountCredentials FromBytes(byte[] bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
            if (reader.ReadByte() != Format || reader.ReadByte() is var count && count > MaximumKeys)
            {
                throw new InvalidDataException();
            }

            var keys = new ScramKeys[count];
            for (var i = 0; i < count; i++)
            {
                keys[i] = new ScramKeys
                {
                    Mechanism = reader.ReadString(),
                    Iterations = reader.Read7BitEncodedInt(),
                    Salt = ReadBytes(reader),
                    StoredKey = ReadBytes(reader),
                    ServerKey = ReadBytes(reader),
                };
            }

            return new AccountCredentials(keys);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException)
        {
            throw new StorageException(StorageErrorKind.Corrupt, "Stored credentials are damaged.", e);
        }
    }

    static void WriteBytes(BinaryWriter writer, ReadOnlyMemory<byte> bytes)
    {
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes.Span);
    }

    static byte[] ReadBytes(BinaryReader reader)
    {
        var length = reader.Read7BitEncodedInt();
        return length is >= 0 and <= 1024 && reader.ReadBytes(length) is var bytes && bytes.Length == length
            ? bytes
            : throw new InvalidDataException();
    }
}
