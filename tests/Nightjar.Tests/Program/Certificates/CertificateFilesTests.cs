using System.Security.Cryptography;

namespace Nightjar.Tests.Program.Certificates;

public sealed class CertificateFilesTests : IDisposable
{
    private readonly CertificateFolder folder = new();
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Theory]
    [InlineData("example.org", true)]
    [InlineData("EXAMPLE.org", true)]
    [InlineData("a.wild.example", true)]
    [InlineData("a.b.wild.example", false)]
    [InlineData("wild.example", false)]
    [InlineData("localhost", false)] // Only the common name says so.
    public void Names_follow_rfc_9525(string domain, bool covered)
    {
        folder.Write(key, names: ["example.org", "*.wild.example"]);

        Assert.Equal(covered, folder.Load(domain).IsGood);
    }

    [Fact]
    public void An_rsa_key_works_too()
    {
        using var rsa = RSA.Create(2048);
        folder.Write(rsa, names: "example.org");

        var load = folder.Load();

        Assert.True(load.IsGood);
        Assert.Equal(rsa.ExportPkcs8PrivateKey(), load.Certificate!.PrivateKey.ToArray());
    }

    [Fact]
    public void A_foreign_key_is_refused_with_both_files_named()
    {
        folder.Write(key, names: "example.org");
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        folder.WriteKey(other);

        Assert.Equal($"The key in {folder.Key} does not belong to the certificate in {folder.Chain}.", ErrorOf("example.org"));
    }

    [Fact]
    public void An_expired_certificate_is_an_error()
    {
        folder.Write(key, -10, -1, names: "example.org");

        Assert.Contains("expired on", ErrorOf("example.org"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_from_the_future_is_an_error()
    {
        folder.Write(key, 1, 10, names: "example.org");

        Assert.Contains("valid only from", ErrorOf("example.org"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_that_nears_its_end_is_a_warning()
    {
        folder.Write(key, -80, 5, names: "example.org");

        Assert.True(folder.Load().IsGood);
        Assert.Contains(folder.Load().Findings, f => f.Message.Contains("expires on", StringComparison.Ordinal));
    }

    [Fact]
    public void A_certificate_for_another_name_says_which_names_it_has()
    {
        folder.Write(key, names: ["other.example", "third.example"]);

        Assert.Contains("is not for example.org: it names other.example, third.example", ErrorOf("example.org"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_for_clients_only_is_an_error()
    {
        folder.Write(key, usage: "1.3.6.1.5.5.7.3.2", names: "example.org");

        Assert.Contains("not meant for servers", ErrorOf("example.org"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_weak_key_is_an_error()
    {
        using var rsa = RSA.Create(1024);
        folder.Write(rsa, names: "example.org");

        Assert.Contains("1024 bits", ErrorOf("example.org"), StringComparison.Ordinal);
    }

    [Fact]
    public void Garbage_in_either_file_is_an_error_and_no_exception()
    {
        File.WriteAllText(folder.Chain, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
        File.WriteAllText(folder.Key, "nothing");

        var load = folder.Load();

        Assert.Null(load.Certificate);
        Assert.Equal(2, load.Findings.Count(f => f.IsError));
    }

    [Fact]
    public void A_key_with_a_passphrase_is_explained()
    {
        folder.Write(key, names: "example.org");
        File.WriteAllText(folder.Key, key.ExportEncryptedPkcs8PrivateKeyPem("x", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1)));

        Assert.Contains("protected by a passphrase", ErrorOf("example.org"), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        folder.Dispose();
        key.Dispose();
    }

    private string ErrorOf(string domain) => Assert.Single(folder.Load(domain).Findings, f => f.IsError).Message;
}
