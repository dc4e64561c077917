using System.Runtime.InteropServices;
using System.Text;

using Nightjar.Server.Connections.Native;

namespace Nightjar.Server.Connections;

/// <summary>What a non-blocking read, write or handshake step came to.</summary>
internal enum IoStatus
{
    Done,
    WantRead,
    WantWrite,
    Closed,
    Failed,
}

/// <summary>
/// One TLS connection over a socket. OpenSSL reads and writes the descriptor itself, so that no byte is copied
/// through a buffer of ours. Not thread-safe: the owner holds its lock around every call.
/// </summary>
internal sealed unsafe class TlsChannel : ITlsInfo
{
    private static ReadOnlySpan<byte> ExporterLabel => "EXPORTER-Channel-Binding"u8;

    private readonly TlsContexts _contexts;
    private nint _ssl;

    public TlsChannel(TlsContexts contexts, string? domain, int fd)
    {
        _contexts = contexts;
        TlsContext context = contexts.For(domain);
        IsCheap = context.HasCheapKey;
        _ssl = OpenSsl.SSL_new(context.Handle);
        if (_ssl == 0 || OpenSsl.SSL_set_fd(_ssl, fd) != 1)
        {
            Free();
            throw new InvalidOperationException("TLS could not be started: " + OpenSsl.LastError());
        }

        OpenSsl.SSL_set_accept_state(_ssl);
    }

    /// <summary>The <c>tls-server-end-point</c> binding of the certificate that was shown (the client may have chosen by SNI).</summary>
    public byte[] EndpointBinding => _contexts.ByHandle(OpenSsl.SSL_get_SSL_CTX(_ssl)).EndpointBinding;

    public nint Handle => _ssl;

    /// <summary>The private key is one that signs in some ten microseconds.</summary>
    public bool IsCheap { get; }

    public bool IsTls13 => OpenSsl.SSL_version(_ssl) == OpenSsl.Tls13;

    public bool WasResumed => OpenSsl.SSL_session_reused(_ssl) == 1;

    /// <summary>True when bytes wait inside OpenSSL that no readiness event will announce.</summary>
    public bool HasPending => OpenSsl.SSL_has_pending(_ssl) == 1;

    public string? ServerName => Marshal.PtrToStringUTF8((nint)OpenSsl.SSL_get_servername(_ssl, 0));

    /// <summary>"TLSv1.3" or "TLSv1.2".</summary>
    public string ProtocolName => IsTls13 ? "TLSv1.3" : "TLSv1.2";

    public string CipherName
    {
        get
        {
            nint cipher = OpenSsl.SSL_get_current_cipher(_ssl);
            return cipher == 0 ? "none" : Marshal.PtrToStringUTF8((nint)OpenSsl.SSL_CIPHER_get_name(cipher)) ?? "none";
        }
    }

    public IoStatus Handshake()
    {
        OpenSsl.ERR_clear_error();
        int result = OpenSsl.SSL_do_handshake(_ssl);
        return result == 1 ? IoStatus.Done : StatusOf(result);
    }

    public IoStatus Read(Span<byte> buffer, out int read)
    {
        OpenSsl.ERR_clear_error();
        fixed (byte* start = buffer)
        {
            read = OpenSsl.SSL_read(_ssl, start, buffer.Length);
        }

        if (read > 0)
        {
            return IoStatus.Done;
        }

        IoStatus status = StatusOf(read);
        read = 0;
        return status;
    }

    public IoStatus Write(ReadOnlySpan<byte> data, out int written)
    {
        OpenSsl.ERR_clear_error();
        fixed (byte* start = data)
        {
            written = OpenSsl.SSL_write(_ssl, start, data.Length);
        }

        if (written > 0)
        {
            return IoStatus.Done;
        }

        IoStatus status = StatusOf(written);
        written = 0;
        return status;
    }

    /// <summary>The 32 bytes of <c>tls-exporter</c> (RFC 9266), or null where they would not be unique.</summary>
    public byte[]? ExportChannelBinding()
    {
        // RFC 9266 §3: under TLS 1.2 only with the extended master secret, which is not visible here.
        if (!IsTls13)
        {
            return null;
        }

        byte[] output = new byte[32];
        fixed (byte* target = output)
        fixed (byte* label = ExporterLabel)
        {
            int done = OpenSsl.SSL_export_keying_material(_ssl, target, 32, label, (nuint)ExporterLabel.Length, null, 0, 1);
            return done == 1 ? output : null;
        }
    }

    /// <summary>Says goodbye; does not wait for the peer's answer.</summary>
    public void Shutdown()
    {
        OpenSsl.ERR_clear_error();
        _ = OpenSsl.SSL_shutdown(_ssl);
    }

    public void Free()
    {
        nint ssl = Interlocked.Exchange(ref _ssl, 0);
        if (ssl != 0)
        {
            OpenSsl.SSL_free(ssl);
        }
    }

    private IoStatus StatusOf(int result) => OpenSsl.SSL_get_error(_ssl, result) switch
    {
        OpenSsl.ErrorWantRead => IoStatus.WantRead,
        OpenSsl.ErrorWantWrite => IoStatus.WantWrite,
        OpenSsl.ErrorZeroReturn => IoStatus.Closed,
        OpenSsl.ErrorSyscall => IoStatus.Closed,
        _ => IoStatus.Failed,
    };
}
