using System.Collections.Concurrent;

using Nightjar.Xmpp.Sasl;

namespace Nightjar.Server.Negotiation;

/// <summary>
/// The features of streams that have not logged in, as bytes. Nearly all streams get the same, so they are put together once for
/// each combination of what they may depend on; there are a few dozen for each domain. Thread-safe.
/// </summary>
internal sealed class FirstFeatures
{
    private readonly ConcurrentDictionary<Key, Sent> _known = new();

    /// <summary>The bytes to send; the stream's <see cref="ClientStream.Offer"/> is set to what they offer.</summary>
    public byte[] For(ClientStream stream, Func<byte[]> make)
    {
        int hashes = 0;
        foreach (ScramHash hash in stream.Named?.Hashes ?? [])
        {
            hashes |= 1 << (int)hash;
        }

        ChannelBindings bindings = stream.Carrier.ChannelBindings;
        var key = new Key(
            stream.DomainName, stream.Carrier.CanStartTls, stream.Carrier.MayAuthenticate, stream.Carrier.IsEncrypted, stream.Named is not null, hashes,
            bindings.Has(ChannelBindingType.TlsServerEndPoint), bindings.Has(ChannelBindingType.TlsExporter));
        if (!_known.TryGetValue(key, out Sent? sent))
        {
            byte[] bytes = make();
            _known[key] = sent = new Sent(bytes, stream.Offer);
        }

        stream.Offer = sent.Offer;
        return sent.Bytes;
    }

    private readonly record struct Key(
        string Domain, bool CanStartTls, bool MayAuthenticate, bool IsEncrypted, bool IsNamed, int Hashes, bool BindsEndPoint, bool BindsExporter);

    private sealed record Sent(byte[] Bytes, SaslOffer? Offer);
}
