using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Nightjar.Server.Connections.Certificates;

/// <summary>
/// The names a certificate vouches for: the entries of its subjectAltName extension. The common name is never
/// looked at (RFC 9525 §2: it may hold anything).
/// </summary>
public sealed class CertificateNames
{
    private const string SrvNameOid = "1.3.6.1.5.5.7.8.7"; // RFC 4985
    private const string XmppAddrOid = "1.3.6.1.5.5.7.8.5"; // RFC 6120 §13.7.1.4
    private static readonly Asn1Tag OtherName = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag DnsName = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag IpAddress = new(TagClass.ContextSpecific, 7);

    private readonly List<string> dns = [];
    private readonly List<string> srv = [];
    private readonly List<string> xmpp = [];
    private readonly List<IPAddress> addresses = [];

    private CertificateNames()
    {
    }

    /// <summary>Host names, perhaps with a wildcard as the whole first label.</summary>
    public IReadOnlyList<string> Dns => dns;

    /// <summary>Services (RFC 4985), e.g. <c>_xmpp-client.example.org</c>.</summary>
    public IReadOnlyList<string> Srv => srv;

    /// <summary>XMPP addresses (RFC 6120 §13.7.1.4).</summary>
    public IReadOnlyList<string> Xmpp => xmpp;

    /// <summary>Reads the names; an extension that cannot be read counts as none.</summary>
    public static CertificateNames Of(X509Certificate2 certificate)
    {
        var names = new CertificateNames();
        var extension = certificate.Extensions.FirstOrDefault(e => e.Oid?.Value == "2.5.29.17");
        if (extension is null)
        {
            return names;
        }

        try
        {
            names.Read(extension.RawData);
        }
        catch (AsnContentException)
        {
            return new CertificateNames();
        }

        return names;
    }

    /// <summary>Whether a client that wants to talk to this domain accepts the certificate. ASCII form, any case.</summary>
    public bool Cover(string domain)
    {
        if (IPAddress.TryParse(domain.Trim('[', ']'), out var address))
        {
            return addresses.Contains(address);
        }

        return dns.Any(name => Matches(name, domain))
            || srv.Any(name => StripService(name) is { } host && Matches(host, domain))
            || xmpp.Any(name => name.Equals(domain, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>All names, for messages to the operator.</summary>
    public override string ToString()
    {
        var all = dns.Concat(srv).Concat(xmpp).Concat(addresses.Select(a => a.ToString())).ToList();
        return all.Count == 0 ? "no names" : string.Join(", ", all);
    }

    // RFC 9525 §6.3: a wildcard stands for exactly one label, and only as the whole of the first.
    private static bool Matches(string pattern, string domain)
    {
        if (!pattern.StartsWith("*.", StringComparison.Ordinal))
        {
            return pattern.Equals(domain, StringComparison.OrdinalIgnoreCase);
        }

        var dot = domain.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && pattern.AsSpan(1).Equals(domain.AsSpan(dot), StringComparison.OrdinalIgnoreCase);
    }

    private static string? StripService(string name)
    {
        foreach (var service in (ReadOnlySpan<string>)["_xmpp-client.", "_xmpps-client.", "_xmpp-server.", "_xmpps-server."])
        {
            if (name.StartsWith(service, StringComparison.OrdinalIgnoreCase))
            {
                return name[service.Length..];
            }
        }

        return null;
    }

    private void Read(byte[] extension)
    {
        var sequence = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
        while (sequence.HasData)
        {
            var tag = sequence.PeekTag();
            if (tag.HasSameClassAndValue(DnsName))
            {
                dns.Add(sequence.ReadCharacterString(UniversalTagNumber.IA5String, DnsName));
            }
            else if (tag.HasSameClassAndValue(IpAddress))
            {
                var bytes = sequence.ReadOctetString(IpAddress);
                if (bytes.Length is 4 or 16)
                {
                    addresses.Add(new IPAddress(bytes));
                }
            }
            else if (tag.HasSameClassAndValue(OtherName))
            {
                ReadOtherName(sequence.ReadSequence(OtherName));
            }
            else
            {
                sequence.ReadEncodedValue();
            }
        }
    }

    private void ReadOtherName(AsnReader name)
    {
        var oid = name.ReadObjectIdentifier();
        var value = name.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
        if (oid == SrvNameOid)
        {
            srv.Add(value.ReadCharacterString(UniversalTagNumber.IA5String));
        }
        else if (oid == XmppAddrOid)
        {
            xmpp.Add(value.ReadCharacterString(UniversalTagNumber.UTF8String));
        }
    }
}
