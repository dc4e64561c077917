using Nightjar.Server.Diagnostics;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Streams;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Sessions;

/// <summary>
/// A logged-in client with its resource (RFC 6120 §7): takes what the client sends, and sends what its account hands
/// over. With stream management it outlives its connection for a while. Thread-safe; what arrives comes from one thread at a time.
/// </summary>
public sealed class Session : ISessionPort
{
    private readonly SessionServices _services;
    private readonly StanzaWindow _window;
    private ISessionCarrier? _carrier;
    private StreamManagement? _management;
    private ISessionFilter? _filter;
    private bool _ended;
    private bool _stalled;
    private uint _beforeManagement;
    private long _detachedAt;

    internal Session(SessionServices services, Account account, Jid jid, string? language, ISessionCarrier carrier)
    {
        _services = services;
        Account = account;
        Jid = jid;
        Language = language;
        _carrier = carrier;
        _window = new StanzaWindow(services.Limits.UnfinishedStanzas, services.Limits.UnfinishedBytes, OnRoom);
    }

    /// <summary>The full address.</summary>
    public Jid Jid { get; }

    /// <summary>Default language of its stream, or null.</summary>
    public string? Language { get; internal set; }

    internal Account Account { get; }

    internal string? ResumptionId => _management?.ResumptionId;

    internal bool IsManaged => _management is not null;

    /// <summary>When the connection broke, in ticks of the services' clock; 0 while connected.</summary>
    internal long DetachedAt => Volatile.Read(ref _detachedAt);

    /// <summary>
    /// What holds back outgoing stanzas (client state indication), or null. One that is replaced hands over what it holds first.
    /// A resumed session starts without one.
    /// </summary>
    public ISessionFilter? Filter
    {
        get => _filter;
        set
        {
            lock (this)
            {
                _filter?.Release(this);
                _filter = value;
            }
        }
    }

    /// <summary>Takes a first-level element from the client.</summary>
    /// <returns>False when reading has to pause until the carrier is told to resume.</returns>
    internal bool Receive(in XmlFrame frame)
    {
        StanzaReadResult result = StanzaFactory.Read(frame, Jid, _services.Jids, Language, out Stanza? stanza);
        switch (result)
        {
            case StanzaReadResult.Ok:
                break;
            case StanzaReadResult.NotAStanza:
                return ReceiveNonza(frame);
            case StanzaReadResult.BadFrom or StanzaReadResult.ForgedFrom:
                _carrier?.End(EndReason.ProtocolViolation, new StreamError(StreamErrorCondition.InvalidFrom));
                return true;
            default:
                StanzaErrorCondition condition = result == StanzaReadResult.BadTo ? StanzaErrorCondition.JidMalformed : StanzaErrorCondition.BadRequest;
                return Count(Refuse(stanza!, condition), stanza!.Size);
        }

        Mailbox.PostedToFull = false;
        bool room = Count(_services.Dispatcher.DispatchAsync(this, stanza!), stanza!.Size);
        if (Mailbox.PostedToFull)
        {
            Mailbox.PostedToFull = false;
            return StallUntilFinished();
        }

        return room;
    }

    /// <summary>Hands over a stanza made for this session alone; the same path as everything else that leaves.</summary>
    public void Send(Stanza stanza) => Deliver(stanza, 0);

    /// <summary>Sends bytes that are no stanza and so are not counted.</summary>
    internal void SendUncounted(ReadOnlySpan<byte> bytes) => Volatile.Read(ref _carrier)?.Write(bytes);

    HandOver ISessionPort.Deliver(Stanza stanza, long archiveSequence) => Deliver(stanza, archiveSequence);

    void ISessionPort.End(EndReason reason, StreamError? error) => End(reason, error);

    private HandOver Deliver(Stanza stanza, long archiveSequence)
    {
        if (_filter is null && _management is null)
        {
            ISessionCarrier? carrier = Volatile.Read(ref _carrier);
            return carrier is null ? HandOver.Refused : Result(carrier.Write(stanza, null, default));
        }

        lock (this)
        {
            if (_filter is { } filter && !filter.Pass(this, stanza, archiveSequence))
            {
                return HandOver.Kept;
            }

            return Transmit(stanza, archiveSequence);
        }
    }

    /// <summary>Sends past the filter. Called by the filter for what it held back, under the session's lock.</summary>
    public HandOver Transmit(Stanza stanza, long archiveSequence)
    {
        lock (this)
        {
            if (_ended)
            {
                return HandOver.Refused;
            }

            if (_management is not { } management)
            {
                return _carrier is null ? HandOver.Refused : Result(_carrier.Write(stanza, null, default));
            }

            if (management.Queue.Count >= _services.ManagementLimits.MaxUnacknowledgedStanzas
                || management.Queue.Bytes + stanza.Size > _services.ManagementLimits.MaxUnacknowledgedBytes)
            {
                return HandOver.Refused;
            }

            bool request = management.Sent(stanza, archiveSequence);
            _carrier?.Write(stanza, null, request ? StreamManagement.Request : default);
            return HandOver.Kept;
        }
    }

    internal TimeSpan ResumptionTimeout => _services.ManagementLimits.ResumptionTimeout;

    /// <summary>Starts counting (XEP-0198 §3); with an id the session can be resumed.</summary>
    internal void EnableManagement(string? resumptionId)
    {
        lock (this)
        {
            _beforeManagement = _window.Started;
            _management = new StreamManagement(resumptionId, _services.ManagementLimits.RequestAfterStanzas);
        }

        if (resumptionId is not null)
        {
            _services.Sessions.Add(this);
        }
    }

    /// <summary>Stanzas of the client handled since stream management was enabled, modulo 2^32.</summary>
    internal uint HandledCount
    {
        get
        {
            // Stanzas from before may still be under way: they do not count, and must not count backwards.
            uint handled = unchecked(_window.Finished - _beforeManagement);
            return handled > int.MaxValue && _window.Finished < _beforeManagement ? 0 : handled;
        }
    }

    /// <summary>The client asks how far the server is. The answer waits for nothing: it tells what is finished.</summary>
    internal void AnswerRequest()
    {
        Span<byte> answer = stackalloc byte[48];
        int length = StreamManagement.WriteAnswer(answer, HandledCount);
        SendUncounted(answer[..length]);
    }

    /// <summary>The client tells how far it is.</summary>
    /// <returns>False when it claims more than was sent.</returns>
    internal bool Acknowledge(uint handled)
    {
        List<long>? delivered = null;
        lock (this)
        {
            if (_management is not { } management || !management.TryAcknowledge(handled, delivered = []))
            {
                return false;
            }

            // Only after progress: a client that answers without having read on is not asked in a circle.
            if (delivered.Count > 0 && management.WantsRequest)
            {
                management.Requested();
                _carrier?.Write(StreamManagement.Request);
            }
        }

        if (delivered.Count > 0)
        {
            // The server's own count waits for the note to be on disk: who saw a later <a/> will not see these again.
            _window.AddUncounted(Account.MarkDeliveredAsync(delivered));
        }

        return true;
    }

    internal uint SentCount
    {
        get
        {
            lock (this)
            {
                return _management?.SentCount ?? 0;
            }
        }
    }

    /// <summary>The connection has been silent: ask for a sign of life. False when one is outstanding already.</summary>
    internal void RequestAcknowledgement()
    {
        lock (this)
        {
            if (_management is { IsRequestOut: false } management)
            {
                management.Requested();
                _carrier?.Write(StreamManagement.Request);
            }
        }
    }

    /// <summary>Sent stanzas wait for an acknowledgement that nobody has asked for.</summary>
    internal bool HasUnrequested => _management is { IsRequestOut: false, Queue.Count: > 0 };

    /// <summary>The connection ended.</summary>
    /// <returns>True when the session waits for the client to resume; false when it is over.</returns>
    internal bool Detach(ISessionCarrier carrier, bool resumable, long now)
    {
        lock (this)
        {
            if (_carrier != carrier)
            {
                return true;
            }

            _carrier = null;
            if (resumable && !_ended && _management?.ResumptionId is not null)
            {
                Volatile.Write(ref _detachedAt, now);
                return true;
            }
        }

        Finish();
        return false;
    }

    /// <summary>
    /// The client is back on another connection (XEP-0198 §5): what it has not acknowledged is sent again, after
    /// <paramref name="greeting"/>.
    /// </summary>
    /// <returns>False when the session is over or the count is impossible.</returns>
    internal bool TryResume(ISessionCarrier carrier, uint handled, Action<ISessionCarrier, uint> greeting)
    {
        List<long> delivered = [];
        ISessionCarrier? older;
        lock (this)
        {
            if (_ended || _management is not { } management || !management.TryAcknowledge(handled, delivered))
            {
                return false;
            }

            older = _carrier;
            _carrier = carrier;
            Volatile.Write(ref _detachedAt, 0);
            greeting(carrier, HandledCount);
            for (int i = 0; i < management.Queue.Count; i++)
            {
                carrier.Write(management.Queue[i].Stanza, null, default);
            }

            // XEP-0352 §5.2: a resumed stream is active again.
            _filter?.Release(this);
            _filter = null;
            if (management.Queue.Count > 0)
            {
                management.Requested();
                carrier.Write(StreamManagement.Request);
            }
        }

        older?.End(EndReason.Resumed, new StreamError(StreamErrorCondition.Conflict, "The session was resumed on another connection."));
        if (delivered.Count > 0)
        {
            _window.AddUncounted(Account.MarkDeliveredAsync(delivered));
        }

        return true;
    }

    /// <summary>Ends the session for good, with the stream if there is one.</summary>
    internal void End(EndReason reason, StreamError? error)
    {
        ISessionCarrier? carrier;
        lock (this)
        {
            carrier = _carrier;
            _carrier = null;
        }

        Finish();
        carrier?.End(reason, error);
    }

    private void Finish()
    {
        List<Unacknowledged> left = [];
        lock (this)
        {
            if (_ended)
            {
                return;
            }

            _filter?.Release(this);
            _filter = null;
            _ended = true;
            while (_management is { Queue.Count: > 0 } management)
            {
                left.Add(management.Queue.Dequeue());
            }
        }

        _services.Sessions.Forget(this);
        Account.SessionEnded(this, left);
    }

    private bool ReceiveNonza(in XmlFrame frame)
    {
        if (_services.Nonzas.Find(frame.Namespace) is { } handler)
        {
            return handler(this, frame.ToElement());
        }

        _carrier?.End(EndReason.ProtocolViolation, new StreamError(StreamErrorCondition.UnsupportedStanzaType));
        return true;
    }

    private ValueTask Refuse(Stanza stanza, StanzaErrorCondition condition)
    {
        if (stanza.MayBeAnsweredWithError())
        {
            // The addressee may not be a JID at all, so the answer comes from the account.
            Send(stanza.Readdress(Jid, stanza.To ?? Jid.Bare).ErrorReply(new StanzaError(condition)));
        }

        return ValueTask.CompletedTask;
    }

    private bool Count(ValueTask work, int bytes) => _window.Add(work, bytes);

    private bool StallUntilFinished()
    {
        Task finished = _window.WhenFinishedAsync();
        if (finished.IsCompleted)
        {
            return true;
        }

        _stalled = true;
        _ = ResumeAfterAsync(finished);
        return false;
    }

    private async Task ResumeAfterAsync(Task finished)
    {
        await finished.ConfigureAwait(false);
        _stalled = false;
        OnRoom();
    }

    private void OnRoom()
    {
        if (!_stalled)
        {
            Volatile.Read(ref _carrier)?.Resume();
        }
    }

    private static HandOver Result(OutboxResult result) =>
        result is OutboxResult.Accepted or OutboxResult.Congested ? HandOver.Sent : HandOver.Refused;
}
