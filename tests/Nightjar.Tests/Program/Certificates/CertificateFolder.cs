using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Nightjar.Server.Configuration;
using Nightjar.Server.Connections.Certificates;

namespace Nightjar.Tests.Program.Certificates;

/// <summary>A folder with a certificate and its key, and ways to spoil them.</summary>
internal sealed class CertificateFolder : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("nightjar-test-").FullName;

    public string Chain => Path.Combine(Folder, "chain.pem");

    public string Key => Path.Combine(Folder, "key.pem");

    /// <summary>Writes a self-signed certificate; returns it.</summary>
    public X509Certificate2 Write(AsymmetricAlgorithm key, int firstDay = -1, int lastDay = 90, string usage = "1.3.6.1.5.5.7.3.1", params string[] names)
    {
        var request = key is RSA rsa
            ? new CertificateRequest("CN=localhost", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest("CN=localhost", (ECDsa)key, HashAlgorithmName.SHA256);
        var san = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            san.AddDnsName(name);
        }

        request.CertificateExtensions.Add(san.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(firstDay), DateTimeOffset.UtcNow.AddDays(lastDay));
        File.WriteAllText(Chain, certificate.ExportCertificatePem());
        WriteKey(key);
        return certificate;
    }

    public void WriteKey(AsymmetricAlgorithm key) => PrivateFiles.Write(Key, key.ExportPkcs8PrivateKeyPem());

    public CertificateLoad Load(string domain = "example.org") => CertificateFiles.Load(Chain, Key, domain, DateTimeOffset.UtcNow);

    public CertificateStore? Open(out IReadOnlyList<CertificateFinding> problems, params string[] domains) => CertificateStore.TryOpen(
        new NightjarOptions
        {
            Domains = [.. domains.Select(d => new DomainOptions { Name = d, Certificate = File.Exists(Chain) ? new() { Chain = Chain, Key = Key } : null })],
            Storage = new() { DataFolder = Path.Combine(Folder, "data") },
        },
        TimeProvider.System, NullLogger.Instance, out problems);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
