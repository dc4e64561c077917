using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Nightjar.Load.Servers;

/// <summary>A throw-away authority and one certificate for all servers of a run.</summary>
internal sealed class TestCertificates
{
    public TestCertificates(string folder, string domain, bool rsa)
    {
        Authority = Path.Combine(folder, "ca.pem");
        Chain = Path.Combine(folder, "chain.pem");
        Key = Path.Combine(folder, "key.pem");
        Pem = Path.Combine(folder, "all.pem");

        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Load test authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        authorityRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authorityRequest.PublicKey, false));
        var from = DateTimeOffset.UtcNow.AddDays(-1);
        using var authority = authorityRequest.CreateSelfSigned(from, from.AddDays(30));

        using AsymmetricAlgorithm key = rsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = key is RSA rsaKey
            ? new CertificateRequest($"CN={domain}", rsaKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest($"CN={domain}", (ECDsa)key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(domain);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        using var leaf = request.Create(authority.SubjectName, X509SignatureGenerator.CreateForECDsa(authorityKey), from, from.AddDays(20), RandomNumberGenerator.GetBytes(16));

        var leafPem = leaf.ExportCertificatePem() + "\n";
        var keyPem = key.ExportPkcs8PrivateKeyPem() + "\n";
        File.WriteAllText(Authority, authority.ExportCertificatePem() + "\n");
        File.WriteAllText(Chain, leafPem);
        File.WriteAllText(Key, keyPem);
        File.WriteAllText(Pem, leafPem + keyPem);
    }

    /// <summary>The authority's certificate, which clients trust.</summary>
    public string Authority { get; }

    public string Chain { get; }

    public string Key { get; }

    /// <summary>Certificate and key in one file.</summary>
    public string Pem { get; }
}
