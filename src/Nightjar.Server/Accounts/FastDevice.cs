using System.Text;

using Nightjar.Xmpp.Sasl;

namespace Nightjar.Server.Accounts;

/// <summary>
/// The tokens of one device: the one it uses, and a newer one it may not have received (XEP-0484 §"Server-side handling of multiple
/// active tokens"). Immutable.
/// </summary>
/// <param name="Current">The token last used.</param>
/// <param name="Next">The token last issued.</param>
internal sealed record FastDevice(FastToken? Current, FastToken? Next)
{
    private const byte Format = 1;
    private const byte NoBinding = 255;

    /// <summary>No token at all.</summary>
    public static FastDevice Empty { get; } = new(null, null);

    /// <summary>The last second in which it is of any use.</summary>
    public DateTimeOffset Expires => Max(Current?.Expires, Next?.Expires);

    /// <summary>The stored form.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Format);
        foreach (FastToken? token in (ReadOnlySpan<FastToken?>)[Current, Next])
        {
            writer.Write(token is not null);
            if (token is not null)
            {
                writer.Write(token.Secret);
                writer.Write(token.Binding is { } binding ? (byte)binding : NoBinding);
                writer.Write(token.Expires.ToUnixTimeSeconds());
                writer.Write(token.Count);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Reads the stored form; one that is not ours counts as no token, and the device asks for the password.</summary>
    public static FastDevice FromBytes(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes.ToArray()), Encoding.UTF8);
            return reader.ReadByte() == Format ? new FastDevice(ReadToken(reader), ReadToken(reader)) : Empty;
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException)
        {
            return Empty;
        }
    }

    private static FastToken? ReadToken(BinaryReader reader)
    {
        if (!reader.ReadBoolean())
        {
            return null;
        }

        string secret = reader.ReadString();
        byte binding = reader.ReadByte();
        return new FastToken(
            secret, binding == NoBinding ? null : (ChannelBindingType)binding, DateTimeOffset.FromUnixTimeSeconds(reader.ReadInt64()), reader.ReadUInt32());
    }

    private static DateTimeOffset Max(DateTimeOffset? a, DateTimeOffset? b) =>
        (a ?? DateTimeOffset.MinValue) > (b ?? DateTimeOffset.MinValue) ? a!.Value : b ?? DateTimeOffset.MinValue;
}
