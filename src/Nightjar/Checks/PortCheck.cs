using System.Net;
using System.Net.Sockets;
using Nightjar.Server.Configuration;

namespace Nightjar.Checks;

/// <summary>Whether the configured addresses and ports can be listened on.</summary>
internal static class PortCheck
{
    /// <param name="options">The configuration.</param>
    /// <param name="serverRuns">Whether a server of this configuration is running: then it is the one on the ports.</param>
    public static IEnumerable<CheckFinding> Run(NightjarOptions options, bool serverRuns)
    {
        foreach (var (address, port) in EndPoints(options))
        {
            yield return Try(new IPEndPoint(address, port), serverRuns);
        }
    }

    private static IEnumerable<(IPAddress, int)> EndPoints(NightjarOptions options)
    {
        IEnumerable<(IPAddress, int)> all = [
            .. options.Listeners.Select(l => (l.Address, l.Port)),
            .. options.Testing.PlaintextListeners.Select(l => (l.Address, l.Port)),
        ];
        return options.Metrics.Enabled ? all.Append((options.Metrics.Address, options.Metrics.Port)) : all;
    }

    private static CheckFinding Try(IPEndPoint endPoint, bool serverRuns)
    {
        try
        {
            using var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            // The server's own connections that are still winding down must not look like another program.
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = false;
            }

            socket.Bind(endPoint);
            socket.Listen(1);
            return CheckFinding.Good($"{endPoint} is free.");
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse when serverRuns => CheckFinding.Good($"{endPoint} is in use, by the running server."),
                SocketError.AddressAlreadyInUse => CheckFinding.Error($"{endPoint} is used by another program.", $"Find it with `ss -ltnp 'sport = :{endPoint.Port}'` and stop it, or choose another port."),
                SocketError.AccessDenied => CheckFinding.Error($"{endPoint} may not be opened by this user.", "Ports below 1024 need the capability CAP_NET_BIND_SERVICE; choose a higher one."),
                SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported => CheckFinding.Error($"{endPoint.Address} is not an address of this machine.", "See `ip address`, or write 0.0.0.0 or \"::\" for all."),
                _ => CheckFinding.Error($"{endPoint}: {e.Message}", "Choose another address or port."),
            };
        }
    }
}
