using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Sessions;

/// <summary>A stanza sent to a client that has not acknowledged it yet.</summary>
/// <param name="Stanza">Rendered anew when it has to be sent again.</param>
/// <param name="ArchiveSequence">Its place in the account's archive, or 0.</param>
internal readonly record struct Unacknowledged(Stanza Stanza, long ArchiveSequence);

/// <summary>
/// What was sent and not acknowledged (XEP-0198 §4), in order. A ring that owns no memory while empty. Not thread-safe.
/// </summary>
internal sealed class UnacknowledgedQueue
{
    private const int SmallestRing = 8;

    // A busy client goes up to the request interval and back all the time; that much is kept (768 bytes).
    private const int KeptRing = 32;

    private Unacknowledged[] _ring = [];
    private int _first;

    public int Count { get; private set; }

    public int Bytes { get; private set; }

    public Unacknowledged this[int index] => _ring[(_first + index) & (_ring.Length - 1)];

    public void Enqueue(Stanza stanza, long archiveSequence)
    {
        if (Count == _ring.Length)
        {
            Grow();
        }

        _ring[(_first + Count) & (_ring.Length - 1)] = new Unacknowledged(stanza, archiveSequence);
        Count++;
        Bytes += stanza.Size;
    }

    public Unacknowledged Dequeue()
    {
        Unacknowledged first = _ring[_first];
        _ring[_first] = default;
        _first = (_first + 1) & (_ring.Length - 1);
        Count--;
        Bytes -= first.Stanza.Size;
        if (Count == 0 && _ring.Length > KeptRing)
        {
            _ring = [];
            _first = 0;
        }

        return first;
    }

    private void Grow()
    {
        var larger = new Unacknowledged[Math.Max(SmallestRing, _ring.Length * 2)];
        for (int i = 0; i < Count; i++)
        {
            larger[i] = this[i];
        }

        _ring = larger;
        _first = 0;
    }
}
