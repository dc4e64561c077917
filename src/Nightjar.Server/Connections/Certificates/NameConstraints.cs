using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Nightjar.Server.Connections.Certificates;

/// <summary>The name-constraints extension (RFC 5280 §4.2.1.10): what an authority may vouch for.</summary>
internal static class NameConstraints
{
    public const string Oid = "2.5.29.30";
    private static readonly Asn1Tag PermittedSubtrees = new(TagClass.ContextSpecific, 0, true);
    private static readonly Asn1Tag DnsName = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag IpAddress = new(TagClass.ContextSpecific, 7);

    public static X509Extension Create(IReadOnlyList<string> domains)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(PermittedSubtrees))
        {
            foreach (var domain in domains)
            {
                using (writer.PushSequence())
                {
                    if (IPAddress.TryParse(domain, out var address))
                    {
                        var bytes = address.GetAddressBytes();
                        writer.WriteOctetString([.. bytes, .. Enumerable.Repeat((byte)0xFF, bytes.Length)], IpAddress);
                    }
                    else
                    {
                        writer.WriteCharacterString(UniversalTagNumber.IA5String, domain, DnsName);
                    }
                }
            }
        }

        return new X509Extension(Oid, writer.Encode(), critical: true);
    }

    /// <summary>Whether every domain lies in a permitted subtree.</summary>
    public static bool Permit(byte[] extension, IReadOnlyList<string> domains)
    {
        var permitted = new List<string>();
        var subtrees = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence().ReadSequence(PermittedSubtrees);
        while (subtrees.HasData)
        {
            var subtree = subtrees.ReadSequence();
            var tag = subtree.PeekTag();
            if (tag.HasSameClassAndValue(DnsName))
            {
                permitted.Add(subtree.ReadCharacterString(UniversalTagNumber.IA5String, DnsName));
            }
            else if (tag.HasSameClassAndValue(IpAddress))
            {
                var bytes = subtree.ReadOctetString(IpAddress);
                permitted.Add(new IPAddress(bytes.AsSpan(0, bytes.Length / 2)).ToString());
            }
        }

        return domains.All(d => permitted.Any(p => d == p || d.EndsWith('.' + p, StringComparison.Ordinal)));
    }
}
