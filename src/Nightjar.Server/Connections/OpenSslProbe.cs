using Nightjar.Server.Connections.Native;

namespace Nightjar.Server.Connections;

/// <summary>Checks at start that the native libraries are there, instead of failing at the first connection.</summary>
internal static class OpenSslProbe
{
    /// <exception cref="PlatformNotSupportedException">Not Linux, or no OpenSSL 3; the message says what to install.</exception>
    public static void Check()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Nightjar runs on Linux: its connections use epoll and OpenSSL 3 directly.");
        }

        try
        {
            nint context = OpenSsl.SSL_CTX_new(OpenSsl.TLS_server_method());
            OpenSsl.SSL_CTX_free(context);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            throw new PlatformNotSupportedException("OpenSSL 3 (libssl.so.3) is missing; on Debian and Ubuntu: apt install libssl3.", e);
        }
    }
}
