namespace Nightjar.Server.Connections.Certificates;

/// <summary>Gives the current certificate of each domain. All members may be called from any thread.</summary>
public interface ICertificateSource
{
    /// <summary>
    /// The certificate to present for a domain, chosen by the name the client asked for (SNI) or the
    /// <c>to</c> of its stream header; never blocks. Unicode or ASCII form. A name that is unknown, or null when the client gave none,
    /// gets the certificate of the first configured domain.
    /// </summary>
    ServerCertificate ForDomain(string? domain);

    /// <summary>
    /// Raised after certificates were replaced, on the thread that replaced them. Connections made from then
    /// on get the new one from <see cref="ForDomain"/>; handshakes under way finish with the one they began with.
    /// </summary>
    event Action? Changed;
}
