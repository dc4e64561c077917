using System.Net;
using Nightjar.Server.Configuration;

namespace Nightjar.Configuration;

/// <summary>Which addresses and ports can be used together, and what must stay on loopback.</summary>
internal static class ListenerRules
{
    public static IEnumerable<OptionFault> Check(NightjarOptions options)
    {
        var listeners = All(options).ToList();
        if (options.Listeners.Count + options.Testing.PlaintextListeners.Count == 0)
        {
            yield return new("listeners", "Without a listener nobody can connect.");
        }

        for (var i = 0; i < listeners.Count; i++)
        {
            var clash = listeners.Take(i).FirstOrDefault(other => Clash(other, listeners[i]));
            if (clash.Path is not null)
            {
                yield return new($"{listeners[i].Path}.port", $"Port {listeners[i].Port} is already used by `{clash.Path}`.");
            }
        }

        if (options.Metrics.Enabled && !IPAddress.IsLoopback(options.Metrics.Address))
        {
            yield return new("metrics.address", "Figures are served on loopback only, because they ask for no password; put a proxy in front.");
        }

        if (options.Testing.IsActive)
        {
            foreach (var (path, address, _) in listeners.Where(l => !IPAddress.IsLoopback(l.Address)))
            {
                yield return new($"{path}.address", $"`testing` takes protection away and is refused while {address} is reachable from outside; remove one of the two.");
            }
        }
    }

    private static IEnumerable<(string Path, IPAddress Address, int Port)> All(NightjarOptions options)
    {
        for (var i = 0; i < options.Listeners.Count; i++)
        {
            yield return ($"listeners.{i}", options.Listeners[i].Address, options.Listeners[i].Port);
        }

        for (var i = 0; i < options.Testing.PlaintextListeners.Count; i++)
        {
            var listener = options.Testing.PlaintextListeners[i];
            yield return ($"testing.plaintext_listeners.{i}", listener.Address, listener.Port);
        }

        if (options.Metrics.Enabled)
        {
            yield return ("metrics", options.Metrics.Address, options.Metrics.Port);
        }
    }

    // `::` is opened for IPv6 alone, so it shares a port with 0.0.0.0.
    private static bool Clash((string Path, IPAddress Address, int Port) a, (string Path, IPAddress Address, int Port) b) =>
        a.Port != 0 && a.Port == b.Port && a.Address.AddressFamily == b.Address.AddressFamily
        && (a.Address.Equals(b.Address) || IsAny(a.Address) || IsAny(b.Address));

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
