using System.Text;

namespace Nightjar.Xmpp.Sasl;

/// <summary>The hash of XEP-0474 §"Server Sends Downgrade Protection Hash".</summary>
static class DowngradeHash
{
    public static string Compute(SaslOffer offer, ScramHash hash, DowngradeProtection variant)
    {
        var (item, list) = variant == DowngradeProtection.Draft03 ? (',', '|') : ('\u001E', '\u001F');
        var text = new StringBuilder();
        Append(text, offer.Mechanisms, item);
        if (offer.ChannelBindings.Count > 0)
        {
            text.Append(list);
            Append(text, offer.ChannelBindings, item);
        }

        Span<byte> digest = stackalloc byte[hash.Bytes()];
        HashPrimitives.Hash(hash, Encoding.UTF8.GetBytes(text.ToString()), digest);
        return Convert.ToBase64String(digest);
    }

    public static byte Attribute(DowngradeProtection variant) => variant == DowngradeProtection.Draft03 ? (byte)'d' : (byte)'h';

    // Ordinal order of the ASCII names is the "i;octet" collation the XEP asks for.
    static void Append(StringBuilder text, IReadOnlyList<string> names, char delimiter) =>
        text.AppendJoin(delimiter, names.Order(StringComparer.Ordinal));
}
