using System.Runtime.InteropServices;

namespace Nightjar.Load.Native;

/// <summary>The OpenSSL 3 calls of the generator: TLS straight on the socket, with sessions that the scenario can keep.</summary>
internal static partial class OpenSsl
{
    public const int WantRead = 2;
    public const int WantWrite = 3;
    public const int ZeroReturn = 6;
    public const int Tls13 = 0x0304;

    const int ControlMode = 33;
    const int ControlReadAhead = 41;
    const int ControlSessionCacheMode = 44;
    const int ControlHostName = 55;
    const int ControlMinimumVersion = 123;
    const int ModePartialWrite = 1;
    const int ModeMovingBuffer = 2;
    const int ModeReleaseBuffers = 16;
    const int CacheClientNoInternal = 0x0001 | 0x0300;
    const int VerifyPeer = 1;

    /// <summary>A client context that trusts only the given authority and speaks TLS 1.3 only.</summary>
    public static unsafe nint CreateContext(string authorityFile, delegate* unmanaged[Cdecl]<nint, nint, int> newSession)
    {
        var context = SSL_CTX_new(TLS_client_method());
        SSL_CTX_ctrl(context, ControlMinimumVersion, Tls13, 0);
        SSL_CTX_ctrl(context, ControlMode, ModePartialWrite | ModeMovingBuffer | ModeReleaseBuffers, 0);
        SSL_CTX_ctrl(context, ControlReadAhead, 1, 0);
        SSL_CTX_ctrl(context, ControlSessionCacheMode, CacheClientNoInternal, 0);
        SSL_CTX_sess_set_new_cb(context, newSession);
        SSL_CTX_set_verify(context, VerifyPeer, 0);
        if (SSL_CTX_load_verify_locations(context, authorityFile, null) != 1)
        {
            throw new IOException($"Cannot load {authorityFile}");
        }

        return context;
    }

    public static void SetHost(nint ssl, string host)
    {
        var name = Marshal.StringToCoTaskMemUTF8(host);
        SSL_ctrl(ssl, ControlHostName, 0, name);
        Marshal.FreeCoTaskMem(name);
        SSL_set1_host(ssl, host);
    }

    public static string DescribeError()
    {
        Span<byte> text = stackalloc byte[256];
        ERR_error_string_n(ERR_get_error(), text, (nuint)text.Length);
        return System.Text.Encoding.ASCII.GetString(text[..Math.Max(text.IndexOf((byte)0), 0)]);
    }

    [LibraryImport("libssl.so.3")]
    public static partial nint SSL_new(nint context);

    [LibraryImport("libssl.so.3")]
    public static partial void SSL_free(nint ssl);

    [LibraryImport("libssl.so.3")]
    public static partial int SSL_shutdown(nint ssl);

    [LibraryImport("libssl.so.3")]
    public static partial int SSL_set_fd(nint ssl, int fd);

    [LibraryImport("libssl.so.3")]
    public static partial void SSL_set_connect_state(nint ssl);

    [LibraryImport("libssl.so.3")]
    public static partial int SSL_do_handshake(nint ssl);

    [LibraryImport("libssl.so.3")]
    public static partial int SSL_read(nint ssl, Span<byte> buffer, int length);

    [LibraryImport("libssl.so.3")]
    public static partial int SSL_write(nint ssl, ReadOnlySpan<byte> data, int length);

    [LibraryImport("libssl.so.3")]
    public static partial int SSL_get_error(nint ssl, int result);

    [LibraryImport("libssl.so.3")]
    public static partial int SSL_session_reused(nint ssl);

    [LibraryImport("libssl.so.3")]
    public static partial int SSL_set_session(nint ssl, nint session);

    [LibraryImport("libssl.so.3")]
    public static partial void SSL_SESSION_free(nint session);

    [LibraryImport("libssl.so.3")]
    public static partial int SSL_set_alpn_protos(nint ssl, ReadOnlySpan<byte> protocols, uint length);

    [LibraryImport("libcrypto.so.3")]
    public static partial void ERR_clear_error();

    [LibraryImport("libssl.so.3", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_export_keying_material(nint ssl, Span<byte> output, nuint length, string label, nuint labelLength, nint context, nuint contextLength, int useContext);

    [LibraryImport("libssl.so.3")]
    private static partial nint TLS_client_method();

    [LibraryImport("libssl.so.3")]
    private static partial nint SSL_CTX_new(nint method);

    [LibraryImport("libssl.so.3")]
    private static partial nint SSL_CTX_ctrl(nint context, int command, nint value, nint pointer);

    [LibraryImport("libssl.so.3")]
    private static partial nint SSL_ctrl(nint ssl, int command, nint value, nint pointer);

    [LibraryImport("libssl.so.3")]
    private static unsafe partial void SSL_CTX_sess_set_new_cb(nint context, delegate* unmanaged[Cdecl]<nint, nint, int> callback);

    [LibraryImport("libssl.so.3")]
    private static partial void SSL_CTX_set_verify(nint context, int mode, nint callback);

    [LibraryImport("libssl.so.3", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SSL_CTX_load_verify_locations(nint context, string? file, string? folder);

    [LibraryImport("libssl.so.3", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SSL_set1_host(nint ssl, string host);

    [LibraryImport("libcrypto.so.3")]
    private static partial nuint ERR_get_error();

    [LibraryImport("libcrypto.so.3")]
    private static partial void ERR_error_string_n(nuint error, Span<byte> buffer, nuint length);
}
