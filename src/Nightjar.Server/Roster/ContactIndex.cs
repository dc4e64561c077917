using Nightjar.Xmpp.Addressing;

namespace Nightjar.Server.Roster;

/// <summary>
/// Who is subscribed, packed into one array: what an idle account keeps of its roster, some 25 bytes for each contact, so that
/// presence and probes need no storage. Immutable.
/// </summary>
internal sealed class ContactIndex
{
    // For each contact: state, length of the address (two bytes, big endian), address.
    private const int Head = 3;
    private readonly byte[] _packed;

    public ContactIndex(ContactList contacts)
    {
        int size = 0;
        foreach (RosterItem item in contacts.Items)
        {
            size += Head + item.Peer.Utf8.Length;
        }

        _packed = new byte[size];
        int at = 0;
        foreach (RosterItem item in contacts.Items)
        {
            ReadOnlySpan<byte> peer = item.Peer.Utf8;
            _packed[at] = (byte)item.State;
            _packed[at + 1] = (byte)(peer.Length >> 8);
            _packed[at + 2] = (byte)peer.Length;
            peer.CopyTo(_packed.AsSpan(at + Head));
            at += Head + peer.Length;
        }
    }

    /// <summary>What holds with this bare address.</summary>
    public SubscriptionState StateOf(Jid bare)
    {
        ReadOnlySpan<byte> wanted = bare.Utf8;
        for (int at = 0; at < _packed.Length; at += Head + LengthAt(at))
        {
            if (LengthAt(at) == wanted.Length && _packed.AsSpan(at + Head, wanted.Length).SequenceEqual(wanted))
            {
                return (SubscriptionState)_packed[at];
            }
        }

        return SubscriptionState.None;
    }

    /// <summary>The contacts with which any of <paramref name="wanted"/> holds.</summary>
    public IEnumerable<Jid> With(SubscriptionState wanted)
    {
        for (int at = 0; at < _packed.Length; at += Head + LengthAt(at))
        {
            if (((SubscriptionState)_packed[at] & wanted) != 0
                && Jid.TryParse(_packed.AsSpan(at + Head, LengthAt(at)), out Jid? peer))
            {
                yield return peer;
            }
        }
    }

    private int LengthAt(int at) => (_packed[at + 1] << 8) | _packed[at + 2];
}
