using System.Security.Cryptography;
using System.Text;

using Nightjar.Server.Accounts;
using Nightjar.Server.Configuration;
using Nightjar.Server.Diagnostics;
using Nightjar.Server.Sessions;
using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Sasl;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Streams;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Negotiation;

/// <summary>
/// A client's stream (RFC 6120 §4) from its header to its end: offers features, lets them negotiate, and once a resource is
/// bound passes everything on to the session. Elements come one at a time; while a step is under way nothing is read.
/// </summary>
internal sealed class ClientStream : IStreamSink
{
    private readonly NegotiationServices _services;
    private readonly int _startedAt;
    private Session? _session;
    private bool _headerSent;
    private bool _pinged;

    public ClientStream(IStreamCarrier carrier, NegotiationServices services, int nowSeconds)
    {
        Carrier = carrier;
        _services = services;
        _startedAt = nowSeconds;
    }

    public IStreamCarrier Carrier { get; }

    /// <summary>The domain the client asked for; set by the first header and never changed (class 7 of the threats).</summary>
    public DomainOptions? Domain { get; private set; }

    /// <summary>The normalised name of that domain.</summary>
    public string DomainName { get; private set; } = "";

    /// <summary>The account the header names (RFC 6120 §4.7.1), existing or not; over TLS only, and nothing is proved.</summary>
    public LoginKeys? Named { get; private set; }

    /// <summary>Default language of the stream, or null.</summary>
    public string? Language { get; private set; }

    /// <summary>The account that has logged in.</summary>
    public Jid? Authenticated { get; private set; }

    /// <summary>Its record at log-in.</summary>
    public AccountRecord? Record { get; private set; }

    /// <summary>The exchange that is under way, if any. Belongs to the SASL steps.</summary>
    public object? Exchange { get; set; }

    /// <summary>What was offered on this stream, by either SASL profile.</summary>
    public SaslOffer? Offer { get; set; }

    /// <summary>The log-in with SASL2 that is under way, if any.</summary>
    public Sasl2Request? Sasl2 { get; set; }

    /// <summary>Log-ins that failed on this stream, for whatever reason.</summary>
    public int Failures { get; set; }

    /// <summary>Those of them that failed because of a wrong password or token.</summary>
    public int Guesses { get; set; }

    /// <summary>Requests to register on this stream.</summary>
    public int RegistrationAttempts { get; set; }

    /// <summary>An account was registered on this stream: one is enough.</summary>
    public bool HasRegistered { get; set; }

    /// <summary>The one-time code the client has presented, if it was good.</summary>
    public string? RegistrationCode { get; set; }

    /// <summary>The client has tried an offered mechanism with channel binding on this stream.</summary>
    public bool HasTriedPlus { get; set; }

    /// <summary>The session, once bound.</summary>
    public Session? Session => _session;

    public NegotiationServices Services => _services;

    public ReadFlow OnStreamOpened(Element header)
    {
        if (Check(header) is { } error)
        {
            SendHeader(header);
            End(EndReason.ProtocolViolation, error);
            return ReadFlow.Continue;
        }

        Language = header.Attribute(Namespaces.Xml, "lang") is { Length: > 0 and <= 35 } language && IsLanguageTag(language) ? language : null;
        if (Authenticated is null && Carrier.IsEncrypted && header.Attribute("from") is { } from
            && Jid.TryParse(from) is { Local: not null } named && named.Domain == DomainName)
        {
            return Run(OpenForAsync(header, named.Bare));
        }

        SendHeader(header);
        SendFeatures();
        return ReadFlow.Continue;
    }

    /// <summary>What is offered depends on what the account has keys for (P13).</summary>
    private async ValueTask OpenForAsync(Element header, Jid bare)
    {
        Named = await _services.Credentials.FindAsync(bare).ConfigureAwait(false);
        SendHeader(header);
        SendFeatures();
    }

    public ReadFlow OnElement(in XmlFrame frame)
    {
        if (_session is { } session)
        {
            return session.Receive(frame) ? ReadFlow.Continue : ReadFlow.Pause;
        }

        if (Domain is null)
        {
            End(EndReason.ProtocolViolation, new StreamError(StreamErrorCondition.NotAuthorized));
            return ReadFlow.Continue;
        }

        Element element = frame.ToElement();
        if ((Exchange is not null || Sasl2 is not null) && element.Namespace != (Sasl2 is null ? Namespaces.Sasl : Namespaces.Sasl2))
        {
            // While a log-in is under way nothing else may come (XEP-0388 §"During Authentication").
            End(EndReason.ProtocolViolation, new StreamError(StreamErrorCondition.NotAuthorized));
            return ReadFlow.Continue;
        }

        foreach (IStreamFeature feature in _services.Features)
        {
            if (feature.Takes(element))
            {
                return Run(feature.NegotiateAsync(this, element));
            }
        }

        // RFC 6120 §4.9.3.12: nothing else before log-in; after it, a resource first (§7.1).
        End(EndReason.ProtocolViolation, new StreamError(StreamErrorCondition.NotAuthorized));
        return ReadFlow.Continue;
    }

    public void OnStreamClosed() => End(EndReason.ClosedByPeer, null);

    public void OnReadError(XmlError error)
    {
        if (!_headerSent)
        {
            SendHeader(null);
        }

        EndReason reason = error.Condition == XmlErrorCondition.PolicyViolation ? EndReason.LimitExceeded : EndReason.BadXml;
        End(reason, StreamError.From(error));
    }

    public void OnTlsDone(bool succeeded)
    {
        if (succeeded)
        {
            Carrier.ResetStream();
            _headerSent = false;
        }
    }

    public void OnHeartbeat(int now, int silentSeconds)
    {
        LimitOptions limits = _services.Accounts.Limits;
        if (_session is not { } session)
        {
            if (now - _startedAt > limits.NegotiationTimeout.TotalSeconds)
            {
                End(EndReason.NegotiationTimeout, new StreamError(StreamErrorCondition.ConnectionTimeout, "Logging in took too long."));
            }

            return;
        }

        if (session.HasUnrequested && silentSeconds >= _services.Accounts.Options.StreamManagement.RequestAfter.TotalSeconds)
        {
            session.RequestAcknowledgement();
        }

        if (silentSeconds < limits.PingAfter.TotalSeconds)
        {
            _pinged = false;
        }
        else if (!_pinged)
        {
            _pinged = true;
            Ping(session);
        }
        else if (silentSeconds > (limits.PingAfter + limits.PingTimeout).TotalSeconds)
        {
            End(EndReason.PingTimeout, new StreamError(StreamErrorCondition.ConnectionTimeout, "No sign of life."));
        }
    }

    public void OnEnded(EndReason reason)
    {
        if (_session is { } session)
        {
            bool resumable = reason is EndReason.ConnectionLost or EndReason.PingTimeout or EndReason.SendQueueFull or EndReason.ServerShutdown;
            session.Detach(Carrier, resumable, _services.Accounts.Time.GetTimestamp());
        }
    }

    /// <summary>The client has proved who it is: the limits of strangers no longer apply.</summary>
    public void Authenticate(LoginKeys login)
    {
        Authenticated = login.Bare;
        Record = login.Record;
        Exchange = null;
        Sasl2 = null;
        Named = null;
        Carrier.Limits = _services.LimitsAfterLogin;
        Carrier.LoggedIn();
    }

    /// <summary>After classic SASL the client starts its stream anew (RFC 6120 §6.4.6).</summary>
    public void ExpectNewStream()
    {
        _headerSent = false;
        Carrier.ResetStream();
    }

    /// <summary>From here on everything goes to the session.</summary>
    public void Attach(Session session) => _session = session;

    /// <summary>Sends an element of the negotiation.</summary>
    public void Send(Element element) => Carrier.Write(element.ToUtf8(Namespaces.Client));

    /// <summary>Sends what is on offer now (RFC 6120 §4.3.2).</summary>
    public void SendFeatures() => Carrier.Write(Authenticated is null ? _services.FirstFeatures.For(this, MakeFeatures) : MakeFeatures());

    private byte[] MakeFeatures()
    {
        var offered = new List<Element>();
        foreach (IStreamFeature feature in _services.Features)
        {
            if (feature.Advertise(this) is { } element)
            {
                offered.Add(element);
            }
        }

        return StreamMarkup.Element("features", Content.Many(offered));
    }

    /// <summary>Ends the stream.</summary>
    public void End(EndReason reason, StreamError? error)
    {
        if (!_headerSent && error is not null)
        {
            SendHeader(null);
        }

        Carrier.End(reason, error);
    }

    private ReadFlow Run(ValueTask step)
    {
        if (step.IsCompletedSuccessfully)
        {
            return ReadFlow.Continue;
        }

        _ = FinishAsync(step);
        return ReadFlow.Pause;
    }

    private async Task FinishAsync(ValueTask step)
    {
        try
        {
            await step.ConfigureAwait(false);
        }
        catch (StorageException fault)
        {
            _services.Accounts.OnStorageFault(fault);
            End(EndReason.InternalError, new StreamError(StreamErrorCondition.InternalServerError, "The data could not be read or stored."));
        }
        catch (Exception fault)
        {
            _services.Accounts.OnFault(fault);
            End(EndReason.InternalError, new StreamError(StreamErrorCondition.InternalServerError));
        }

        Carrier.Resume();
    }

    private StreamError? Check(Element header)
    {
        if (!header.Is(Namespaces.Streams, "stream"))
        {
            return new StreamError(StreamErrorCondition.InvalidNamespace);
        }

        if (header.Attribute("version") is not { } version || !version.StartsWith("1.", StringComparison.Ordinal))
        {
            return new StreamError(StreamErrorCondition.UnsupportedVersion);
        }

        if (header.Attribute("to") is not { } to)
        {
            return new StreamError(StreamErrorCondition.ImproperAddressing, "The 'to' attribute is missing.");
        }

        if (Jid.TryParse(to) is not { IsDomain: true } domain || _services.FindDomain(domain.Domain) is not { } options)
        {
            return new StreamError(StreamErrorCondition.HostUnknown);
        }

        if (Domain is not null && Domain != options)
        {
            return new StreamError(StreamErrorCondition.ImproperAddressing, "The 'to' attribute changed within one connection.");
        }

        Domain = options;
        DomainName = domain.Domain;
        return null;
    }

    private void SendHeader(Element? header)
    {
        _headerSent = true;
        var text = new StringBuilder("<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='")
            .Append(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))).Append('\'');
        string? from = Domain is null ? _services.DefaultDomain : DomainName;
        text.Append(" from='").Append(from).Append('\'');
        if (header?.Attribute("from") is { } client && Jid.TryParse(client) is { } jid)
        {
            text.Append(" to='").Append(Encoding.UTF8.GetString(jid.EscapedUtf8)).Append('\'');
        }

        text.Append(" version='1.0' xml:lang='en'>");
        Carrier.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static void Ping(Session session)
    {
        if (session.IsManaged)
        {
            session.RequestAcknowledgement();
            return;
        }

        session.Send(Iq.Create(session.Jid.DomainJid, session.Jid, IqType.Get, "ping-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)), new Element(Namespaces.Ping, "ping")));
    }

    private static bool IsLanguageTag(string tag) => tag.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
