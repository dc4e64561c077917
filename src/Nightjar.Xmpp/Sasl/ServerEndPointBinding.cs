using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Nightjar.Xmpp.Sasl;

/// <summary>tls-server-end-point (RFC 5929 §4.1) from a certificate; the runtime cannot compute it on the server's side.</summary>
public static class ServerEndPointBinding
{
    const string RsaPss = "1.2.840.113549.1.1.10";

    /// <summary>
    /// The channel-binding data: the certificate's DER hashed with the hash of its signature algorithm, MD5 and SHA-1 replaced by
    /// SHA-256. Null when the signature algorithm has no single hash (such as Ed25519), for which the type is undefined.
    /// </summary>
    public static byte[]? Compute(X509Certificate2 certificate)
    {
        var der = certificate.RawData;
        return HashOf(certificate.SignatureAlgorithm.Value, der) switch
        {
            "SHA256" => SHA256.HashData(der),
            "SHA384" => SHA384.HashData(der),
            "SHA512" => SHA512.HashData(der),
            _ => null,
        };
    }

    static string? HashOf(string? signatureAlgorithm, byte[] der) => signatureAlgorithm switch
    {
        "1.2.840.113549.1.1.4" or "1.2.840.113549.1.1.5" or "1.2.840.10045.4.1" => "SHA256", // MD5 and SHA-1, replaced
        "1.2.840.113549.1.1.11" or "1.2.840.10045.4.3.2" => "SHA256",
        "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" => "SHA384",
        "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" => "SHA512",
        RsaPss => PssHash(der),
        _ => null,
    };

    // RFC 4055 §3.1: the hash is the first, explicitly tagged parameter; SHA-1 when it is absent.
    static string? PssHash(byte[] der)
    {
        var certificate = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        certificate.ReadEncodedValue();
        var algorithm = certificate.ReadSequence();
        algorithm.ReadObjectIdentifier();
        var hashTag = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        var parameters = algorithm.HasData ? algorithm.ReadSequence() : null;
        if (parameters is null || !parameters.HasData || !parameters.PeekTag().HasSameClassAndValue(hashTag)) return "SHA256";
        return parameters.ReadSequence(hashTag).ReadSequence().ReadObjectIdentifier() switch
        {
            "1.3.14.3.2.26" or "2.16.840.1.101.3.4.2.1" => "SHA256",
            "2.16.840.1.101.3.4.2.2" => "SHA384",
            "2.16.840.1.101.3.4.2.3" => "SHA512",
            _ => null,
        };
    }
}
