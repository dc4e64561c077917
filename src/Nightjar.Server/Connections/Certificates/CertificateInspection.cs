using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Nightjar.Server.Connections.Certificates;

/// <summary>What a strict client would say about a certificate.</summary>
internal static class CertificateInspection
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const int MinRsaBits = 2048; // The least that public authorities issue and clients accept.
    private static readonly TimeSpan ExpiryWarning = TimeSpan.FromDays(14); // ACME clients renew at 30 days: by then it has failed for two weeks.

    public static void Inspect(ServerCertificate certificate, string file, string domain, DateTimeOffset now, List<CertificateFinding> findings)
    {
        Dates(certificate, file, now, findings);
        if (!certificate.Names.Cover(domain))
        {
            findings.Add(new(true, $"The certificate in {file} is not for {domain}: it names {certificate.Names}.", $"Order one whose names include {domain}."));
        }

        Usage(certificate.Leaf, file, findings);
        Chain(certificate, file, findings);
        using var rsa = certificate.Leaf.GetRSAPublicKey();
        if (rsa is { KeySize: < MinRsaBits })
        {
            findings.Add(new(true, $"The RSA key of the certificate in {file} has {rsa.KeySize} bits.", "Use at least 2048 bits, or an EC key (P-256)."));
        }
    }

    private static void Dates(ServerCertificate certificate, string file, DateTimeOffset now, List<CertificateFinding> findings)
    {
        var from = certificate.Leaf.NotBefore.ToUniversalTime();
        if (now > certificate.NotAfter)
        {
            findings.Add(new(true, $"The certificate in {file} expired on {Day(certificate.NotAfter.UtcDateTime)}.", "Renew it; the new file is picked up without a restart."));
        }
        else if (now.UtcDateTime < from)
        {
            findings.Add(new(true, $"The certificate in {file} is valid only from {Day(from)}.", "Correct the clock of this machine, or wait."));
        }
        else if (certificate.NotAfter - now < ExpiryWarning)
        {
            findings.Add(new(false, $"The certificate in {file} expires on {Day(certificate.NotAfter.UtcDateTime)}.", "See why it was not renewed yet."));
        }
    }

    private static void Usage(X509Certificate2 leaf, string file, List<CertificateFinding> findings)
    {
        var usages = leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault();
        if (usages is not null && !usages.EnhancedKeyUsages.Cast<Oid>().Any(o => o.Value == ServerAuthentication))
        {
            findings.Add(new(true, $"The certificate in {file} is not meant for servers.", "Order one with the extended key usage serverAuth."));
        }
    }

    // Whether anybody trusts the root is the clients' business.
    private static void Chain(ServerCertificate certificate, string file, List<CertificateFinding> findings)
    {
        if (CertificateFiles.IsSelfIssued(certificate.Leaf))
        {
            findings.Add(new(false, $"The certificate in {file} is self-signed: clients and servers will not trust it.", "Order one from an authority, e.g. Let's Encrypt."));
        }
        else if (certificate.Intermediates.Count == 0)
        {
            findings.Add(new(false, $"There is no intermediate certificate in {file}: many clients will not find the way to the root.", "Use the full chain (fullchain.pem), not the certificate alone."));
        }
    }

    private static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
