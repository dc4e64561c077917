using System.Collections.Concurrent;

using Nightjar.Xmpp.Sasl;

namespace Nightjar.Server.Negotiation;

/// <summary>
/// What can be offered at log-in: the configured mechanisms, with channel binding where the connection has any. Offers that
/// are the same are one object, so that what is computed from them (XEP-0474) is computed once. Thread-safe.
/// </summary>
internal sealed class SaslOffers(IReadOnlyList<string> mechanisms)
{
    private readonly ConcurrentDictionary<string, SaslOffer> _offers = new();

    /// <summary>The offer for a connection with these bindings, limited to <paramref name="hashes"/> when given.</summary>
    public SaslOffer For(ChannelBindings bindings, IReadOnlyCollection<string>? hashes = null)
    {
        string[] types = [.. bindings.Names];
        string[] names = [.. mechanisms.Where(m => hashes is null || hashes.Contains(m))];
        string key = string.Join(' ', types) + "|" + string.Join(' ', names);
        return _offers.GetOrAdd(key, _ =>
        {
            IEnumerable<string> plus = types.Length == 0 ? [] : names.Select(n => n + "-PLUS");
            return new SaslOffer([.. plus, .. names], types);
        });
    }
}
