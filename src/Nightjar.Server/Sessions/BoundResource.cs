using Nightjar.Server.Diagnostics;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Streams;

namespace Nightjar.Server.Sessions;

/// <summary>
/// A connected resource as its account's mailbox knows it (RFC 6121 §4): address, presence, and what extensions keep
/// about it. Belongs to the mailbox: touch it only there.
/// </summary>
public sealed class BoundResource
{
    private readonly ISessionPort _port;
    private object[] _state = [];

    internal BoundResource(Jid jid, ISessionPort port)
    {
        Jid = jid;
        _port = port;
    }

    /// <summary>The full address.</summary>
    public Jid Jid { get; }

    /// <summary>The last presence it broadcast; null while it is not available.</summary>
    public Presence? Presence { get; internal set; }

    /// <summary>The priority of that presence; -128 to 127.</summary>
    public int Priority { get; internal set; }

    /// <summary>It has sent initial presence and not become unavailable.</summary>
    public bool IsAvailable => Presence is not null;

    /// <summary>It asked for the roster, and so receives roster pushes (RFC 6121 §2.2).</summary>
    public bool IsInterested { get; internal set; }

    /// <summary>It receives what is addressed to the bare JID: available with a priority that is not negative.</summary>
    public bool TakesBareMessages => IsAvailable && Priority >= 0;

    /// <summary>Whom it sent presence directly, outside its roster (RFC 6121 §4.6).</summary>
    internal HashSet<Jid>? DirectedPresence { get; set; }

    /// <summary>Sends a stanza to this resource alone. Not kept beyond what the session keeps.</summary>
    public HandOver Deliver(Stanza stanza) => _port.Deliver(stanza, 0);

    /// <summary>What an extension keeps about this resource, or null.</summary>
    public T? Get<T>()
        where T : class
    {
        foreach (object state in _state)
        {
            if (state is T wanted)
            {
                return wanted;
            }
        }

        return null;
    }

    /// <summary>Keeps something about this resource; it goes when the session ends. At most one value of each type.</summary>
    public void Set<T>(T value)
        where T : class => _state = [.. _state.Where(s => s is not T), value];

    /// <summary>Forgets what <see cref="Set"/> kept.</summary>
    public void Remove<T>()
        where T : class => _state = [.. _state.Where(s => s is not T)];

    /// <summary>Sends a stanza to this resource; whether the client acknowledged it is noted at the message's place in the archive (0: none).</summary>
    public HandOver Deliver(Stanza stanza, long archiveSequence) => _port.Deliver(stanza, archiveSequence);

    /// <summary>Ends its session; it does not wait for resumption.</summary>
    public void End(EndReason reason, StreamError? error) => _port.End(reason, error);

    internal bool IsPort(ISessionPort port) => _port == port;
}
