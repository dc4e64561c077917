using System.Collections.Concurrent;

namespace Nightjar.Xmpp.Sasl;

/// <summary>
/// What a server offered on one stream: the mechanism names of the SASL profile in use (not of both profiles when classic SASL
/// and SASL2 stand side by side) and the channel-binding types of XEP-0440. Immutable and safe for concurrent use: share one
/// instance among all streams that got the same offer, then its XEP-0474 hashes are computed once.
/// </summary>
public sealed class SaslOffer
{
    readonly HashSet<string> _mechanisms;
    readonly ConcurrentDictionary<(ScramHash, DowngradeProtection), string> _hashes = new();

    /// <summary>An offer as it was sent.</summary>
    /// <param name="mechanisms">Mechanism names in the order sent.</param>
    /// <param name="channelBindings">Types advertised by XEP-0440; empty when that feature was not sent.</param>
    public SaslOffer(IEnumerable<string> mechanisms, IEnumerable<string>? channelBindings = null)
    {
        Mechanisms = [.. mechanisms];
        ChannelBindings = channelBindings is null ? [] : [.. channelBindings];
        _mechanisms = new HashSet<string>(Mechanisms, StringComparer.Ordinal);
        OffersPlus = Mechanisms.Any(name => name.EndsWith(ScramMechanism.PlusSuffix, StringComparison.Ordinal));
    }

    /// <summary>Mechanism names in the order sent.</summary>
    public IReadOnlyList<string> Mechanisms { get; }

    /// <summary>Channel-binding types in the order sent; empty when XEP-0440 was not advertised.</summary>
    public IReadOnlyList<string> ChannelBindings { get; }

    /// <summary>Whether any mechanism with channel binding is among <see cref="Mechanisms"/>.</summary>
    public bool OffersPlus { get; }

    /// <summary>Whether a mechanism was offered, by its exact name.</summary>
    public bool Offers(string mechanism) => _mechanisms.Contains(mechanism);

    /// <summary>The XEP-0474 hash of this offer, base64; empty for <see cref="DowngradeProtection.Off"/>.</summary>
    public string DowngradeHash(ScramHash hash, DowngradeProtection variant) => variant == DowngradeProtection.Off
        ? ""
        : _hashes.GetOrAdd((hash, variant), static (key, offer) => Sasl.DowngradeHash.Compute(offer, key.Item1, key.Item2), this);
}
