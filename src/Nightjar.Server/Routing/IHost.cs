namespace Nightjar.Server.Routing;

/// <summary>Everything behind one domain name: <c>example.org</c> with its accounts, or a service on a domain of its own.</summary>
public interface IHost : IStanzaDestination
{
    /// <summary>The domain, normalised.</summary>
    string Domain { get; }
}
