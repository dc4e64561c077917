using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Nightjar.Server.Connections.Certificates;

namespace Nightjar.Testing;

/// <summary>One certificate for every domain, made once in the process: in-memory connections never show it.</summary>
internal sealed class TestCertificates : ICertificateSource
{
    private static readonly Lazy<ServerCertificate> s_certificate = new(Create);

    public event Action? Changed
    {
        add { }
        remove { }
    }

    public ServerCertificate ForDomain(string? domain) => s_certificate.Value;

    private static ServerCertificate Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        X509Certificate2 leaf = request.CreateSelfSigned(TestClock.Start.AddYears(-1), TestClock.Start.AddYears(50));
        return new ServerCertificate(leaf, [], key.ExportPkcs8PrivateKey());
    }
}
