namespace Nightjar.Server.Connections.Certificates;

/// <summary>The outcome of reading certificate files.</summary>
/// <param name="Certificate">The certificate; null when the files cannot be used at all.</param>
/// <param name="Findings">Everything noticed, errors first.</param>
public sealed record CertificateLoad(ServerCertificate? Certificate, IReadOnlyList<CertificateFinding> Findings)
{
    /// <summary>Whether the certificate can be used and nothing about it makes clients refuse it.</summary>
    public bool IsGood => Certificate is not null && !Findings.Any(f => f.IsError);
}
