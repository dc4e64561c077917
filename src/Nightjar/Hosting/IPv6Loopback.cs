using System.Net;
using System.Net.Sockets;
using Nightjar.Server.Configuration;

namespace Nightjar.Hosting;

/// <summary>Many containers have no IPv6: the built-in listeners on <c>::1</c> must not keep the server from starting there.</summary>
internal static class IPv6Loopback
{
    /// <summary>The options without listeners on <c>::1</c> where there is no such address and IPv4's loopback has the same port.</summary>
    public static NightjarOptions LeaveOutWhereMissing(NightjarOptions options)
    {
        var spare = options.Listeners.Where(l => l.Address.Equals(IPAddress.IPv6Loopback)
            && options.Listeners.Any(o => o.Address.Equals(IPAddress.Loopback) && o.Port == l.Port && o.Kind == l.Kind)).ToList();
        return spare.Count == 0 || Exists() ? options : options with { Listeners = [.. options.Listeners.Except(spare)] };
    }

    private static bool Exists()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
