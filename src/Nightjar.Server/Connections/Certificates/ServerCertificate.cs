using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Nightjar.Server.Connections.Certificates;

/// <summary>
/// A certificate to present to clients: leaf with private key, and the intermediate certificates sent with it.
/// Immutable and safe for any thread. It is not disposed when it is replaced, because handshakes may still
/// be using it; the finaliser of the key handle frees it.
/// </summary>
public sealed class ServerCertificate
{
    private readonly byte[] privateKey;

    /// <summary>Takes over the leaf and the chain. The leaf must carry its private key.</summary>
    /// <param name="leaf">The certificate of the server, with its private key.</param>
    /// <param name="intermediates">The certificates between leaf and root, in sending order; the root may be left out.</param>
    /// <param name="privateKey">The same private key as PKCS#8 in DER, for a TLS layer that loads it itself.</param>
    public ServerCertificate(X509Certificate2 leaf, X509Certificate2Collection intermediates, ReadOnlySpan<byte> privateKey)
    {
        Leaf = leaf;
        Intermediates = intermediates;
        this.privateKey = privateKey.ToArray();
        Names = CertificateNames.Of(leaf);
        // offline: start-up and handshakes must never wait for somebody else's server.
        Context = SslStreamCertificateContext.Create(leaf, intermediates, offline: true);
    }

    /// <summary>The certificate of the server, with its private key.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>The certificates between leaf and root, in sending order.</summary>
    public X509Certificate2Collection Intermediates { get; }

    /// <summary>The same, prepared once for <see cref="SslStream"/>.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <summary>The domains the leaf is good for (RFC 9525).</summary>
    public CertificateNames Names { get; }

    /// <summary>End of validity, UTC.</summary>
    public DateTimeOffset NotAfter => new(Leaf.NotAfter.ToUniversalTime(), TimeSpan.Zero);

    /// <summary>The private key as PKCS#8 in DER. The memory belongs to this object: read it, never write or log it.</summary>
    public ReadOnlySpan<byte> PrivateKey => privateKey;

    /// <summary>Leaf and intermediates in PEM, in sending order, for a TLS layer that loads them itself.</summary>
    public string ChainPem() =>
        string.Join('\n', Intermediates.Prepend(Leaf).Select(c => c.ExportCertificatePem())) + "\n";

    /// <summary>The private key in PEM (<c>BEGIN PRIVATE KEY</c>).</summary>
    public string PrivateKeyPem() =>
        System.Security.Cryptography.PemEncoding.WriteString("PRIVATE KEY", privateKey);
}
