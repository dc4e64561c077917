using System.Net.Sockets;
using Nightjar.Server.Configuration;

namespace Nightjar.Control;

/// <summary>Where the control socket is.</summary>
internal static class ControlSocket
{
    private const int MaxPathBytes = 107; // sockaddr_un has room for no more.

    /// <summary>The socket of the server that owns this data folder.</summary>
    public static string PathOf(StorageOptions storage) => Path.Combine(storage.DataFolder, "control.sock");

    /// <summary>Whether the system can open a socket at that path.</summary>
    public static bool IsUsable(string path) => System.Text.Encoding.UTF8.GetByteCount(path) <= MaxPathBytes;

    /// <summary>A connection to the running server; null when none runs.</summary>
    /// <exception cref="IOException">A server may be running, but this user cannot talk to it.</exception>
    public static async Task<Socket?> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        if (!IsUsable(path) || !File.Exists(path))
        {
            return null;
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.AddressNotAvailable)
        {
            socket.Dispose();
            return null; // Left over from a server that was killed.
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"The running server does not let this user in ({e.Message}). Run the command as the user that runs the server.", e);
        }
    }
}
