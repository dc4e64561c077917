using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nightjar.Load.Native;

namespace Nightjar.Load.Engine;

/// <summary>TLS as the generator's clients use it: version 1.3, trusting one authority, checking the name.</summary>
internal sealed unsafe class TlsSettings(string authorityFile, string host)
{
    readonly nint _context = OpenSsl.CreateContext(authorityFile, &OnNewSession);

    /// <summary>The connection whose bytes OpenSSL is working on; its callback does not say.</summary>
    [ThreadStatic]
    internal static Connection? Current;

    /// <summary>A new client side of a handshake on <paramref name="fd"/>, resuming <paramref name="session"/> unless 0.</summary>
    public nint Begin(int fd, nint session, bool direct)
    {
        var ssl = OpenSsl.SSL_new(_context);
        OpenSsl.SSL_set_fd(ssl, fd);
        OpenSsl.SSL_set_connect_state(ssl);
        OpenSsl.SetHost(ssl, host);
        if (direct)
        {
            var protocols = "\u000bxmpp-client"u8;
            OpenSsl.SSL_set_alpn_protos(ssl, protocols, (uint)protocols.Length);
        }

        if (session != 0)
        {
            OpenSsl.SSL_set_session(ssl, session);
        }

        return ssl;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int OnNewSession(nint ssl, nint session) => Current?.KeepSession(session) == true ? 1 : 0;
}
