using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Nightjar.Checks;

/// <summary>Queries and answers on the wire (RFC 1035 §4). Everything read is bounds-checked: answers may be hostile.</summary>
internal static class DnsMessage
{
    public const int HeaderBytes = 12;
    private const ushort InternetClass = 1;
    private const int MaxPointers = 16; // More than any honest message needs; loops end here.

    /// <summary>A recursive query for one name; null when the name cannot be asked for.</summary>
    public static byte[]? Query(ushort id, string name, DnsRecordType type)
    {
        var message = new List<byte>(64);
        Add16(message, id);
        Add16(message, 0x0100); // Recursion desired.
        Add16(message, 1);
        message.AddRange(new byte[6]);
        foreach (var label in name.Split('.'))
        {
            if (label.Length is 0 or > 63 || !Ascii.IsValid(label))
            {
                return null;
            }

            message.Add((byte)label.Length);
            message.AddRange(Encoding.ASCII.GetBytes(label));
        }

        message.Add(0);
        Add16(message, (ushort)type);
        Add16(message, InternetClass);
        return [.. message];
    }

    /// <summary>
    /// The answer to a query, or null when the bytes are not an answer to it. A cut-off answer counts as an error: the records
    /// asked for here fit into one datagram.
    /// </summary>
    public static DnsAnswer? Parse(ReadOnlySpan<byte> message, ReadOnlySpan<byte> query, DnsRecordType type)
    {
        var question = query[HeaderBytes..];
        if (message.Length < query.Length || !message[..2].SequenceEqual(query[..2]) || (message[2] & 0x80) == 0
            || !Ascii.EqualsIgnoreCase(message.Slice(HeaderBytes, question.Length), question))
        {
            return null;
        }

        var code = message[3] & 0x0F;
        if (code is not (0 or 3))
        {
            return new DnsAnswer($"the resolver answered with error {code}");
        }

        if ((message[2] & 0x02) != 0)
        {
            return new DnsAnswer("the answer was too long");
        }

        return ReadRecords(message, query.Length, BinaryPrimitives.ReadUInt16BigEndian(message[6..]), type);
    }

    private static DnsAnswer ReadRecords(ReadOnlySpan<byte> message, int position, int count, DnsRecordType type)
    {
        var damaged = new DnsAnswer("the answer was damaged");
        var addresses = new List<IPAddress>();
        var services = new List<ServiceRecord>();
        for (var i = 0; i < count; i++)
        {
            if (ReadName(message, ref position) is null || position + 10 > message.Length)
            {
                return damaged;
            }

            var recordType = (DnsRecordType)BinaryPrimitives.ReadUInt16BigEndian(message[position..]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(message[(position + 8)..]);
            position += 10;
            if (position + length > message.Length)
            {
                return damaged;
            }

            var data = message.Slice(position, length);
            if (recordType == type && type == DnsRecordType.Srv)
            {
                var target = position + 6;
                if (length < 7 || ReadName(message, ref target) is not { } host)
                {
                    return damaged;
                }

                services.Add(new(BinaryPrimitives.ReadUInt16BigEndian(data), BinaryPrimitives.ReadUInt16BigEndian(data[2..]),
                    BinaryPrimitives.ReadUInt16BigEndian(data[4..]), host));
            }
            else if (recordType == type && length == (type == DnsRecordType.A ? 4 : 16))
            {
                addresses.Add(new IPAddress(data));
            }

            position += length;
        }

        return new DnsAnswer { Addresses = addresses, Services = [.. services.OrderBy(s => s.Priority).ThenByDescending(s => s.Weight)] };
    }

    // Moves past the name; "." for the root; null when it is damaged.
    private static string? ReadName(ReadOnlySpan<byte> message, ref int position)
    {
        var name = new StringBuilder();
        var (at, pointers) = (position, 0);
        while (at < message.Length)
        {
            var length = message[at];
            if (length == 0)
            {
                position = pointers == 0 ? at + 1 : position;
                return name.Length == 0 ? "." : name.ToString(0, name.Length - 1);
            }

            if ((length & 0xC0) == 0xC0)
            {
                if (at + 1 >= message.Length || ++pointers > MaxPointers)
                {
                    return null;
                }

                position = pointers == 1 ? at + 2 : position;
                at = (length & 0x3F) << 8 | message[at + 1];
                continue;
            }

            if (length > 63 || at + 1 + length > message.Length || name.Length > 255)
            {
                return null;
            }

            name.Append(Encoding.ASCII.GetString(message.Slice(at + 1, length))).Append('.');
            at += 1 + length;
        }

        return null;
    }

    private static void Add16(List<byte> message, ushort value)
    {
        message.Add((byte)(value >> 8));
        message.Add((byte)value);
    }
}
