using System.Net;

using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Sasl;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Negotiation;

/// <summary>What a stream under negotiation needs of its connection.</summary>
internal interface IStreamCarrier : ISessionCarrier
{
    /// <summary>For limits per address; never logged at the default level.</summary>
    IPAddress RemoteAddress { get; }

    /// <summary>TLS is up, or the listener is one of the <c>testing:</c> section.</summary>
    bool MayAuthenticate { get; }

    /// <summary>TLS is up.</summary>
    bool IsEncrypted { get; }

    /// <summary>TLS may still be started with STARTTLS.</summary>
    bool CanStartTls { get; }

    /// <summary>What SCRAM-…-PLUS can bind to; none without TLS.</summary>
    ChannelBindings ChannelBindings { get; }

    /// <summary>Limits of the reader; raised after log-in.</summary>
    XmlLimits Limits { get; set; }

    /// <summary>Bytes have arrived that nobody has looked at.</summary>
    bool HasUnreadInput { get; }

    /// <summary>Starts TLS with the certificate of the domain; the sink hears how it went.</summary>
    void StartTls(string domain);

    /// <summary>The client has logged in and no longer counts among the strangers.</summary>
    void LoggedIn();

    /// <summary>The client starts its stream anew.</summary>
    void ResetStream();
}
