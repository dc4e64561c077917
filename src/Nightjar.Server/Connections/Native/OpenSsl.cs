using System.Runtime.InteropServices;

namespace Nightjar.Server.Connections.Native;

/// <summary>
/// Every call into OpenSSL 3 that Nightjar makes. The same library serves the framework's own TLS on Linux,
/// so that it is no further dependency. <see cref="OpenSslProbe"/> checks at start that the calls work.
/// </summary>
internal static unsafe partial class OpenSsl
{
    private const string Ssl = "libssl.so.3";
    private const string Crypto = "libcrypto.so.3";

    public const int ErrorSsl = 1;
    public const int ErrorWantRead = 2;
    public const int ErrorWantWrite = 3;
    public const int ErrorSyscall = 5;
    public const int ErrorZeroReturn = 6;

    public const int Tls12 = 0x0303;
    public const int Tls13 = 0x0304;

    public const int CtrlExtraChainCertificate = 14;
    public const int CtrlMode = 33;
    public const int CtrlSetReadAhead = 41;
    public const int CtrlSessionCacheMode = 44;
    public const int CtrlServerNameCallback = 53;
    public const int CtrlServerNameArgument = 54;
    public const int CtrlGetTicketKeys = 58;
    public const int CtrlSetTicketKeys = 59;
    public const int CtrlMinProtocol = 123;

    public const int ModePartialWrite = 0x1;
    public const int ModeMovingWriteBuffer = 0x2;
    public const int ModeReleaseBuffers = 0x10;

    public const ulong OptionNoCompression = 1ul << 17;
    public const ulong OptionPrioritizeChaCha = 1ul << 21;
    public const ulong OptionServerPreference = 1ul << 22;
    public const ulong OptionNoRenegotiation = 1ul << 30;

    public const int AlertNoApplicationProtocolFatal = 2;
    public const int TlsExtOk = 0;
    public const int TlsExtNoAck = 3;

    [LibraryImport(Ssl)] public static partial nint TLS_server_method();
    [LibraryImport(Ssl)] public static partial nint TLS_client_method();
    [LibraryImport(Ssl)] public static partial nint SSL_CTX_new(nint method);
    [LibraryImport(Ssl)] public static partial void SSL_CTX_free(nint context);
    [LibraryImport(Ssl)] public static partial nint SSL_CTX_ctrl(nint context, int command, nint number, void* pointer);
    [LibraryImport(Ssl)] public static partial nint SSL_CTX_callback_ctrl(nint context, int command, void* callback);
    [LibraryImport(Ssl)] public static partial ulong SSL_CTX_set_options(nint context, ulong options);
    [LibraryImport(Ssl)] public static partial int SSL_CTX_use_certificate_ASN1(nint context, int length, byte* der);
    [LibraryImport(Ssl)] public static partial int SSL_CTX_use_PrivateKey(nint context, nint key);
    [LibraryImport(Ssl)] public static partial int SSL_CTX_check_private_key(nint context);
    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)] public static partial int SSL_CTX_set_cipher_list(nint context, string list);
    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)] public static partial int SSL_CTX_set_ciphersuites(nint context, string list);
    [LibraryImport(Ssl)] public static partial int SSL_CTX_set_session_id_context(nint context, byte* value, uint length);
    [LibraryImport(Ssl)] public static partial void SSL_CTX_set_alpn_select_cb(nint context, void* callback, nint argument);
    [LibraryImport(Ssl)] public static partial nint SSL_new(nint context);
    [LibraryImport(Ssl)] public static partial void SSL_free(nint ssl);
    [LibraryImport(Ssl)] public static partial int SSL_set_fd(nint ssl, int fd);
    [LibraryImport(Ssl)] public static partial void SSL_set_bio(nint ssl, nint read, nint write);
    [LibraryImport(Ssl)] public static partial void SSL_set_accept_state(nint ssl);
    [LibraryImport(Ssl)] public static partial void SSL_set_connect_state(nint ssl);
    [LibraryImport(Ssl)] public static partial int SSL_do_handshake(nint ssl);
    [LibraryImport(Ssl)] public static partial int SSL_read(nint ssl, byte* buffer, int length);
    [LibraryImport(Ssl)] public static partial int SSL_write(nint ssl, byte* buffer, int length);
    [LibraryImport(Ssl)] public static partial int SSL_has_pending(nint ssl);
    [LibraryImport(Ssl)] public static partial int SSL_get_error(nint ssl, int result);
    [LibraryImport(Ssl)] public static partial int SSL_shutdown(nint ssl);
    [LibraryImport(Ssl)] public static partial int SSL_version(nint ssl);
    [LibraryImport(Ssl)] public static partial int SSL_session_reused(nint ssl);
    [LibraryImport(Ssl)] public static partial byte* SSL_get_servername(nint ssl, int type);
    [LibraryImport(Ssl)] public static partial nint SSL_get_SSL_CTX(nint ssl);
    [LibraryImport(Ssl)] public static partial nint SSL_set_SSL_CTX(nint ssl, nint context);
    [LibraryImport(Ssl)] public static partial nint SSL_get_current_cipher(nint ssl);
    [LibraryImport(Ssl)] public static partial byte* SSL_CIPHER_get_name(nint cipher);

    [LibraryImport(Ssl)]
    public static partial int SSL_export_keying_material(
        nint ssl, byte* output, nuint outputLength, byte* label, nuint labelLength, byte* context, nuint contextLength, int useContext);

    [LibraryImport(Crypto)] public static partial void ERR_clear_error();
    [LibraryImport(Crypto)] public static partial ulong ERR_get_error();
    [LibraryImport(Crypto)] public static partial void ERR_error_string_n(ulong error, byte* buffer, nuint length);
    [LibraryImport(Crypto)] public static partial nint d2i_AutoPrivateKey(nint* key, byte** der, nint length);
    [LibraryImport(Crypto)] public static partial void EVP_PKEY_free(nint key);
    [LibraryImport(Crypto)] public static partial nint d2i_X509(nint* certificate, byte** der, nint length);
    [LibraryImport(Crypto)] public static partial void X509_free(nint certificate);
    [LibraryImport(Crypto)] public static partial nint BIO_s_mem();
    [LibraryImport(Crypto)] public static partial nint BIO_new(nint method);
    [LibraryImport(Crypto)] public static partial int BIO_read(nint bio, byte* buffer, int length);
    [LibraryImport(Crypto)] public static partial int BIO_write(nint bio, byte* buffer, int length);

    /// <summary>The oldest error of this thread as text, without addresses or keys; for logs and messages.</summary>
    public static string LastError()
    {
        ulong code = ERR_get_error();
        if (code == 0)
        {
            return "the peer closed the connection";
        }

        byte* text = stackalloc byte[256];
        ERR_error_string_n(code, text, 256);
        return Marshal.PtrToStringUTF8((nint)text) ?? "unknown TLS error";
    }
}
