using System.Buffers.Text;
using System.Text;

using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Sessions;

/// <summary>What a session with stream management (XEP-0198) remembers. Used under the session's lock.</summary>
/// <param name="resumptionId">Names the session when the client comes back; null when it did not ask for resumption.</param>
/// <param name="requestAfter">Stanzas sent before the next request for acknowledgement.</param>
internal sealed class StreamManagement(string? resumptionId, int requestAfter)
{
    private uint _acknowledged;
    private int _sinceRequest;
    private int _kept;

    /// <summary>The <c>&lt;r/&gt;</c> element.</summary>
    public static ReadOnlySpan<byte> Request => "<r xmlns='urn:xmpp:sm:3'/>"u8;

    public string? ResumptionId => resumptionId;

    public UnacknowledgedQueue Queue { get; } = new();

    /// <summary>An answer to our request is outstanding.</summary>
    public bool IsRequestOut { get; private set; }

    /// <summary>Notes a stanza that leaves; true when a request should leave with it.</summary>
    public bool Sent(Stanza stanza, long archiveSequence)
    {
        Queue.Enqueue(stanza, archiveSequence);
        _sinceRequest++;
        _kept += archiveSequence != 0 ? 1 : 0;

        // What is on disk comes again at the next log-in until the client has said that it arrived: so it is asked at once.
        if ((archiveSequence == 0 && _sinceRequest < requestAfter) || IsRequestOut)
        {
            return false;
        }

        Requested();
        return true;
    }

    /// <summary>Messages that are on disk have been sent, are not acknowledged, and nobody has asked for it.</summary>
    public bool WantsRequest => _kept > 0 && !IsRequestOut;

    /// <summary>Notes that a request leaves.</summary>
    public void Requested()
    {
        _sinceRequest = 0;
        IsRequestOut = true;
    }

    /// <summary>Takes the client's count.</summary>
    /// <param name="handled">The <c>h</c> the client sent, modulo 2^32.</param>
    /// <param name="delivered">Receives archive sequences that have arrived now.</param>
    /// <returns>False when the client acknowledges more than was sent (XEP-0198 §4).</returns>
    public bool TryAcknowledge(uint handled, List<long> delivered)
    {
        uint newly = unchecked(handled - _acknowledged);
        if (newly > (uint)Queue.Count)
        {
            return false;
        }

        for (; newly > 0; newly--)
        {
            long sequence = Queue.Dequeue().ArchiveSequence;
            if (sequence != 0)
            {
                _kept--;
                delivered.Add(sequence);
            }
        }

        _acknowledged = handled;
        IsRequestOut = false;
        return true;
    }

    /// <summary>Stanzas sent in all, modulo 2^32; for the error that names it.</summary>
    public uint SentCount => unchecked(_acknowledged + (uint)Queue.Count);

    /// <summary>Writes <c>&lt;a h='…'/&gt;</c>; 48 bytes are enough.</summary>
    public static int WriteAnswer(Span<byte> target, uint handled)
    {
        "<a xmlns='urn:xmpp:sm:3' h='"u8.CopyTo(target);
        Utf8Formatter.TryFormat(handled, target[28..], out int digits);
        "'/>"u8.CopyTo(target[(28 + digits)..]);
        return 31 + digits;
    }
}
