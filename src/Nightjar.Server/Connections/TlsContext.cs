using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

using Nightjar.Server.Connections.Native;

namespace Nightjar.Server.Connections;

/// <summary>
/// What all TLS connections of one certificate share: key, chain, protocol versions, ticket keys.
/// TLS 1.2 and 1.3 only (RFC 7590), no compression, no renegotiation, no early data. Thread-safe.
/// </summary>
internal sealed unsafe class TlsContext : IDisposable
{
    /// <summary>Forward-secret AEAD suites only; what TLS 1.2 clients of the last ten years have.</summary>
    private const string Tls12Ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

    private const string Tls13Ciphers = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";

    private const int TicketKeyBytes = 80;

    private nint _handle;

    /// <summary>Builds a context. <paramref name="chain"/> are the intermediates, leaf not included, all DER.</summary>
    /// <exception cref="CryptographicException">The key or a certificate is unusable, or they do not belong together.</exception>
    public TlsContext(ReadOnlySpan<byte> leaf, IReadOnlyList<byte[]> chain, ReadOnlySpan<byte> privateKey)
    {
        EndpointBinding = ChannelBindingOf(leaf, out bool isElliptic);
        HasCheapKey = isElliptic;
        _handle = OpenSsl.SSL_CTX_new(OpenSsl.TLS_server_method());
        Require(_handle != 0);
        try
        {
            Configure();
            UseCertificate(leaf, chain);
            UsePrivateKey(privateKey);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The <c>tls-server-end-point</c> binding of the leaf certificate (RFC 5929 §4).</summary>
    public byte[] EndpointBinding { get; }

    /// <summary>An elliptic-curve key: a signature takes some ten microseconds, not most of a millisecond as with RSA.</summary>
    public bool HasCheapKey { get; }

    internal nint Handle => _handle;

    /// <summary>Takes over the ticket keys of the context it replaces, so that a new certificate does not end resumption.</summary>
    public void InheritTicketKeys(TlsContext older)
    {
        byte* keys = stackalloc byte[TicketKeyBytes];
        if (OpenSsl.SSL_CTX_ctrl(older._handle, OpenSsl.CtrlGetTicketKeys, TicketKeyBytes, keys) == 1)
        {
            OpenSsl.SSL_CTX_ctrl(_handle, OpenSsl.CtrlSetTicketKeys, TicketKeyBytes, keys);
        }

        CryptographicOperations.ZeroMemory(new Span<byte>(keys, TicketKeyBytes));
    }

    /// <summary>Lets the connection choose by the name the client asks for (SNI) and by protocol (ALPN).</summary>
    internal void SetCallbacks(
        delegate* unmanaged[Cdecl]<nint, int*, nint, int> serverName,
        delegate* unmanaged[Cdecl]<nint, byte**, byte*, byte*, uint, nint, int> alpn,
        nint argument)
    {
        OpenSsl.SSL_CTX_callback_ctrl(_handle, OpenSsl.CtrlServerNameCallback, serverName);
        OpenSsl.SSL_CTX_ctrl(_handle, OpenSsl.CtrlServerNameArgument, 0, (void*)argument);
        OpenSsl.SSL_CTX_set_alpn_select_cb(_handle, alpn, argument);
    }

    /// <summary>Connections that still use the context keep it alive inside OpenSSL.</summary>
    public void Dispose()
    {
        nint handle = Interlocked.Exchange(ref _handle, 0);
        if (handle != 0)
        {
            OpenSsl.SSL_CTX_free(handle);
        }
    }

    private void Configure()
    {
        Require(OpenSsl.SSL_CTX_ctrl(_handle, OpenSsl.CtrlMinProtocol, OpenSsl.Tls12, null) == 1);
        OpenSsl.SSL_CTX_set_options(
            _handle,
            OpenSsl.OptionNoCompression | OpenSsl.OptionNoRenegotiation | OpenSsl.OptionServerPreference | OpenSsl.OptionPrioritizeChaCha);

        // Released buffers: an idle connection does not hold the two 16 KiB record buffers.
        OpenSsl.SSL_CTX_ctrl(
            _handle, OpenSsl.CtrlMode, OpenSsl.ModePartialWrite | OpenSsl.ModeMovingWriteBuffer | OpenSsl.ModeReleaseBuffers, null);

        // One read call fetches header and body of a record, often several records.
        OpenSsl.SSL_CTX_ctrl(_handle, OpenSsl.CtrlSetReadAhead, 1, null);

        // Tickets carry the session; a cache in memory would grow with every log-in.
        OpenSsl.SSL_CTX_ctrl(_handle, OpenSsl.CtrlSessionCacheMode, 0, null);
        Require(OpenSsl.SSL_CTX_set_cipher_list(_handle, Tls12Ciphers) == 1);
        Require(OpenSsl.SSL_CTX_set_ciphersuites(_handle, Tls13Ciphers) == 1);
        fixed (byte* id = "nightjar"u8)
        {
            Require(OpenSsl.SSL_CTX_set_session_id_context(_handle, id, 8) == 1);
        }
    }

    private void UseCertificate(ReadOnlySpan<byte> leaf, IReadOnlyList<byte[]> chain)
    {
        fixed (byte* der = leaf)
        {
            Require(OpenSsl.SSL_CTX_use_certificate_ASN1(_handle, leaf.Length, der) == 1);
        }

        foreach (byte[] intermediate in chain)
        {
            fixed (byte* der = intermediate)
            {
                byte* cursor = der;
                nint certificate = OpenSsl.d2i_X509(null, &cursor, intermediate.Length);
                Require(certificate != 0);

                // The context owns the certificate from here on.
                Require(OpenSsl.SSL_CTX_ctrl(_handle, OpenSsl.CtrlExtraChainCertificate, 0, (void*)certificate) == 1);
            }
        }
    }

    private void UsePrivateKey(ReadOnlySpan<byte> privateKey)
    {
        fixed (byte* der = privateKey)
        {
            byte* cursor = der;
            nint key = OpenSsl.d2i_AutoPrivateKey(null, &cursor, privateKey.Length);
            Require(key != 0);
            int used = OpenSsl.SSL_CTX_use_PrivateKey(_handle, key);
            OpenSsl.EVP_PKEY_free(key);
            Require(used == 1);
        }

        Require(OpenSsl.SSL_CTX_check_private_key(_handle) == 1);
    }

    private static byte[] ChannelBindingOf(ReadOnlySpan<byte> leaf, out bool isElliptic)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(leaf);
        isElliptic = certificate.GetKeyAlgorithm() == "1.2.840.10045.2.1";

        // RFC 5929 §4.1: the hash of the signature algorithm, but SHA-256 in place of MD5 and SHA-1.
        return certificate.SignatureAlgorithm.Value switch
        {
            "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" => SHA384.HashData(leaf),
            "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" => SHA512.HashData(leaf),
            _ => SHA256.HashData(leaf),
        };
    }

    private static void Require(bool succeeded)
    {
        if (!succeeded)
        {
            throw new CryptographicException("TLS set-up failed: " + OpenSsl.LastError());
        }
    }
}
