using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Extensions;

/// <summary>
/// Ids of an account's latest messages, so that an error that answers one of them is known (XEP-0280 §6.1). Only hashes: a chance
/// hit costs one copy too many. Belongs to the account's mailbox.
/// </summary>
internal sealed class RecentIds
{
    /// <summary>Errors come back within seconds; this many messages are sent in no less. A power of two; 256 bytes.</summary>
    private const int Kept = 64;

    private readonly int[] _hashes = new int[Kept];
    private int _next;

    public void Add(Message message)
    {
        if (!message.RawId.IsEmpty)
        {
            _hashes[_next++ & (Kept - 1)] = Hash(message);
        }
    }

    public bool Contains(Message message) => !message.RawId.IsEmpty && _hashes.AsSpan().Contains(Hash(message));

    private static int Hash(Message message)
    {
        var hash = default(HashCode);
        hash.AddBytes(message.RawId);
        return hash.ToHashCode();
    }
}
