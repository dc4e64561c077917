namespace Nightjar.Xmpp.Sasl;

/// <summary>
/// Channel-binding types we can compute. tls-unique is absent on purpose: it is undefined for TLS 1.3, where the runtime yields
/// bytes for it all the same.
/// </summary>
public enum ChannelBindingType
{
    /// <summary>tls-server-end-point (RFC 5929 §4): hash of the server's certificate.</summary>
    TlsServerEndPoint,

    /// <summary>tls-exporter (RFC 9266): exported keying material of this very connection.</summary>
    TlsExporter,
}
