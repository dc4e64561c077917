using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Nightjar.Interop.Servers;

/// <summary>A certificate authority for one run, a server certificate it issued, and an authority that issued nothing.</summary>
internal sealed class TestAuthority
{
    // Clocks of one machine agree; a day on each side spares the tests any edge.
    private static readonly DateTimeOffset From = DateTimeOffset.UtcNow.AddDays(-1);
    private static readonly DateTimeOffset Until = DateTimeOffset.UtcNow.AddDays(30);

    public TestAuthority(string folder, string domain)
    {
        CaFile = Path.Combine(folder, "ca.pem");
        OtherCaFile = Path.Combine(folder, "other-ca.pem");
        ChainFile = Path.Combine(folder, "chain.pem");
        KeyFile = Path.Combine(folder, "key.pem");

        using var caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var ca = Authority("Nightjar interop test CA", caKey);
        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = Authority("A CA that issued nothing", otherKey);
        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leaf = Leaf(domain, leafKey, ca);

        File.WriteAllText(CaFile, ca.ExportCertificatePem() + "\n");
        File.WriteAllText(OtherCaFile, other.ExportCertificatePem() + "\n");
        File.WriteAllText(ChainFile, leaf.ExportCertificatePem() + "\n");
        File.WriteAllText(KeyFile, leafKey.ExportPkcs8PrivateKeyPem() + "\n");
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public string CaFile { get; }

    public string OtherCaFile { get; }

    public string ChainFile { get; }

    public string KeyFile { get; }

    private static X509Certificate2 Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(From, Until);
    }

    private static X509Certificate2 Leaf(string domain, ECDsa key, X509Certificate2 ca)
    {
        // The name stands only where RFC 9525 looks for it, and the usage is the one public authorities issue.
        var request = new CertificateRequest("CN=interop", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(domain);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        return request.Create(ca, From, Until, RandomNumberGenerator.GetBytes(16));
    }
}
