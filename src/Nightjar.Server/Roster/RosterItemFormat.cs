using System.Buffers.Binary;
using System.Text;

using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Server.Roster;

/// <summary>
/// An item as the store keeps it: a version, flags, then texts with their lengths in front (two bytes, big endian). Stored data is
/// never reinterpreted: a change of this format gets a new version.
/// </summary>
public static class RosterItemFormat
{
    private const byte Version = 1;
    private const byte ApprovedFlag = 16;
    private const byte ListedFlag = 32;
    private const byte NameFlag = 64;
    private const byte StateMask = 15;

    /// <summary>The row to store.</summary>
    public static RosterRow Write(RosterItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var bytes = new MemoryStream();
        bytes.WriteByte(Version);
        bytes.WriteByte((byte)((byte)item.State
            | (item.IsApproved ? ApprovedFlag : 0) | (item.IsListed ? ListedFlag : 0) | (item.Name is null ? 0 : NameFlag)));
        if (item.Name is not null)
        {
            WriteBytes(bytes, Encoding.UTF8.GetBytes(item.Name));
        }

        WriteBytes(bytes, item.Request.Span);
        foreach (string group in item.Groups)
        {
            WriteBytes(bytes, Encoding.UTF8.GetBytes(group));
        }

        return new RosterRow(item.Peer.ToString(), bytes.ToArray());
    }

    /// <summary>The item of a row; null when it is damaged or of a version unknown here.</summary>
    public static RosterItem? Read(RosterRow row)
    {
        ReadOnlySpan<byte> rest = row.Value.Span;
        if (rest.Length < 2 || rest[0] != Version || Jid.TryParse(row.Peer) is not { } peer)
        {
            return null;
        }

        byte flags = rest[1];
        rest = rest[2..];
        string? name = null;
        if ((flags & NameFlag) != 0)
        {
            if (!TryTake(ref rest, out ReadOnlySpan<byte> text))
            {
                return null;
            }

            name = Encoding.UTF8.GetString(text);
        }

        if (!TryTake(ref rest, out ReadOnlySpan<byte> request))
        {
            return null;
        }

        var groups = new List<string>();
        while (!rest.IsEmpty)
        {
            if (!TryTake(ref rest, out ReadOnlySpan<byte> group))
            {
                return null;
            }

            groups.Add(Encoding.UTF8.GetString(group));
        }

        return new RosterItem
        {
            Peer = peer,
            Name = name,
            Groups = groups.Count == 0 ? [] : groups.ToArray(),
            State = (SubscriptionState)(flags & StateMask),
            IsApproved = (flags & ApprovedFlag) != 0,
            IsListed = (flags & ListedFlag) != 0,
            Request = request.ToArray(),
        };
    }

    private static void WriteBytes(MemoryStream target, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)bytes.Length));
        target.Write(length);
        target.Write(bytes);
    }

    private static bool TryTake(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (rest.Length < 2 || rest.Length - 2 < BinaryPrimitives.ReadUInt16BigEndian(rest))
        {
            return false;
        }

        taken = rest.Slice(2, BinaryPrimitives.ReadUInt16BigEndian(rest));
        rest = rest[(2 + taken.Length)..];
        return true;
    }
}
