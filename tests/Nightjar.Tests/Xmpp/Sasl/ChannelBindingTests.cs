using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Nightjar.Xmpp.Sasl;

namespace Nightjar.Tests.Xmpp.Sasl;

public sealed class ChannelBindingTests
{
    static readonly RSA Rsa = RSA.Create(2048); // made once: it is the slow part

    [Fact]
    public void Available_types_are_listed_by_their_registered_names()
    {
        Assert.Empty(ChannelBindings.None.Names);
        Assert.Equal(["tls-server-end-point"], new ChannelBindings { ServerEndPoint = new byte[32] }.Names);
        Assert.Equal(["tls-server-end-point", "tls-exporter"], ScramExchange.Channel.Names);
    }

    [Theory]
    [InlineData("tls-exporter", true)]
    [InlineData("tls-server-end-point", true)]
    [InlineData("tls-unique", false)]
    [InlineData("", false)]
    public void Only_the_two_types_are_known(string name, bool known)
    {
        Assert.Equal(known, ChannelBindings.TryParse(name, out var type));
        if (known) Assert.Equal(name, ChannelBindings.NameOf(type));
    }

    [Theory]
    [InlineData("SHA256")]
    [InlineData("SHA384")]
    [InlineData("SHA512")]
    public void The_certificate_is_hashed_with_its_signatures_hash(string algorithm)
    {
        var name = new HashAlgorithmName(algorithm);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.All(
            [
                new CertificateRequest("CN=localhost", ec, name),
                new CertificateRequest("CN=localhost", Rsa, name, RSASignaturePadding.Pkcs1),
                new CertificateRequest("CN=localhost", Rsa, name, RSASignaturePadding.Pss),
            ],
            request =>
            {
                using var certificate = SelfSigned(request);
                Assert.Equal(CryptographicOperations.HashData(name, certificate.RawData), ServerEndPointBinding.Compute(certificate));
            });
    }

    [Fact]
    public void SHA_1_is_replaced_by_SHA_256()
    {
        var request = new CertificateRequest("CN=localhost", Rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = DateTimeOffset.UnixEpoch;
        using var certificate = request.Create(request.SubjectName, new Sha1Generator(request.PublicKey), now, now.AddYears(50), [1]);
        Assert.Equal(SHA256.HashData(certificate.RawData), ServerEndPointBinding.Compute(certificate));
    }

    static X509Certificate2 SelfSigned(CertificateRequest request) =>
        request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(50));

    // The framework no longer makes such certificates; nothing here checks the signature.
    sealed class Sha1Generator(PublicKey key) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => Convert.FromHexString("300D06092A864886F70D0101050500");

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => new byte[256];

        protected override PublicKey BuildPublicKey() => key;
    }
}
