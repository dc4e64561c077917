using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Nightjar.Server.Connections.Certificates;

/// <summary>
/// The server's own authority, for domains without a certificate from elsewhere. It lives in a folder of the
/// data folder, is made at first use, and may only vouch for the domains it was made for (name constraints),
/// so that trusting it on a machine endangers nothing else, even if its key is stolen.
/// </summary>
/// <param name="folder">Where its files are; made when missing.</param>
/// <param name="domains">The domains it must be able to vouch for, ASCII form.</param>
/// <param name="time">The clock.</param>
public sealed class DevelopmentAuthority(string folder, IReadOnlyList<string> domains, TimeProvider time)
{
    /// <summary>Ten years: whoever trusted it by hand should not have to do it again. Its names are constrained, its key stays here.</summary>
    private const int AuthorityYears = 10;

    /// <summary>As short as public authorities now issue; renewed by itself.</summary>
    private static readonly TimeSpan LeafLifetime = TimeSpan.FromDays(90);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>Clients whose clocks are a little slow must not refuse a certificate made just now.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromHours(1);

    /// <summary>The file that clients must trust, PEM.</summary>
    public string AuthorityFile { get; } = Path.Combine(folder, "development-ca.pem");

    private string AuthorityKeyFile { get; } = Path.Combine(folder, "development-ca.key");

    /// <summary>
    /// The certificate of a domain: the one on disk, or a new one when there is none, it nears its end, or it is
    /// not from the present authority. Names: the domain, and conference, pubsub and upload below it.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder belongs to somebody else.</exception>
    public ServerCertificate Issue(string domain)
    {
        PrivateFiles.CreateFolder(folder);
        using var authority = LoadAuthority() ?? CreateAuthority();
        // Validated domains hold no separator, so no file lands outside the folder; the colons of IPv6 are no good in names.
        var name = IPAddress.TryParse(domain, out _) ? domain.Replace(':', '_') : domain;
        var chainFile = Path.Combine(folder, name + ".pem");
        var keyFile = Path.Combine(folder, name + ".key");
        return LoadLeaf(chainFile, keyFile, domain, authority) ?? CreateLeaf(chainFile, keyFile, domain, authority);
    }

    private X509Certificate2? LoadAuthority()
    {
        if (!File.Exists(AuthorityFile) || !File.Exists(AuthorityKeyFile))
        {
            return null;
        }

        try
        {
            var authority = X509Certificate2.CreateFromPemFile(AuthorityFile, AuthorityKeyFile);
            var constraints = authority.Extensions.FirstOrDefault(e => e.Oid?.Value == NameConstraints.Oid);
            var usable = authority.NotAfter.ToUniversalTime() > (time.GetUtcNow() + LeafLifetime).UtcDateTime
                && constraints is not null && NameConstraints.Permit(constraints.RawData, domains);
            if (usable)
            {
                return authority;
            }

            authority.Dispose();
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            // A damaged authority is replaced like an outdated one: nobody can trust it anyway.
        }

        return null;
    }

    private X509Certificate2 CreateAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Nightjar development authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(NameConstraints.Create(domains));
        var now = time.GetUtcNow();
        var authority = request.CreateSelfSigned(now - ClockTolerance, now.AddYears(AuthorityYears));
        PrivateFiles.Write(AuthorityKeyFile, key.ExportPkcs8PrivateKeyPem());
        PrivateFiles.WritePublic(AuthorityFile, authority.ExportCertificatePem() + "\n");
        return authority;
    }

    private ServerCertificate? LoadLeaf(string chainFile, string keyFile, string domain, X509Certificate2 authority)
    {
        if (!File.Exists(chainFile) || !File.Exists(keyFile))
        {
            return null;
        }

        var load = CertificateFiles.Load(chainFile, keyFile, domain, time.GetUtcNow());
        return load.IsGood && load.Certificate is { } certificate
            && certificate.NotAfter - time.GetUtcNow() > RenewBefore
            && IsIssuedBy(certificate.Leaf, authority)
                ? certificate
                : null;
    }

    private ServerCertificate CreateLeaf(string chainFile, string keyFile, string domain, X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName("CN=Nightjar development certificate"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        request.CertificateExtensions.Add(Names(domain));
        var now = time.GetUtcNow();
        using var signed = request.Create(authority, now - ClockTolerance, now + LeafLifetime, RandomNumberGenerator.GetBytes(16));
        var pkcs8 = key.ExportPkcs8PrivateKey();
        PrivateFiles.Write(keyFile, key.ExportPkcs8PrivateKeyPem());
        PrivateFiles.WritePublic(chainFile, signed.ExportCertificatePem() + "\n");
        var certificate = new ServerCertificate(signed.CopyWithPrivateKey(key), [], pkcs8);
        CryptographicOperations.ZeroMemory(pkcs8);
        return certificate;
    }

    private static X509Extension Names(string domain)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(domain, out var address))
        {
            names.AddIpAddress(address);
            return names.Build();
        }

        foreach (var prefix in (ReadOnlySpan<string>)["", "conference.", "pubsub.", "upload."])
        {
            names.AddDnsName(prefix + domain);
        }

        return names.Build();
    }

    private static bool IsIssuedBy(X509Certificate2 leaf, X509Certificate2 authority)
    {
        var ours = authority.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault()?.SubjectKeyIdentifierBytes;
        var issuer = leaf.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().FirstOrDefault()?.KeyIdentifier;
        return ours is { } a && issuer is { } b && a.Span.SequenceEqual(b.Span);
    }
}
