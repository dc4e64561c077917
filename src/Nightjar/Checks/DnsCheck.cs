using System.Net;
using Nightjar.Server.Configuration;

namespace Nightjar.Checks;

/// <summary>Whether clients and servers find the way to a domain (RFC 6120 §3.2, XEP-0368).</summary>
internal static class DnsCheck
{
    private static readonly (string Service, string Who, ListenerKind? Kind)[] Services =
    [
        ("_xmpp-client._tcp", "clients (STARTTLS)", ListenerKind.StartTls),
        ("_xmpps-client._tcp", "clients (direct TLS)", ListenerKind.DirectTls),
        ("_xmpp-server._tcp", "other servers", null),
    ];

    public static async Task<IReadOnlyList<CheckFinding>> RunAsync(
        string domain, IReadOnlyList<ListenerOptions> listeners, IDnsLookup dns, CancellationToken cancellationToken)
    {
        if (domain == "localhost" || domain.EndsWith(".localhost", StringComparison.Ordinal) || IPAddress.TryParse(domain, out _))
        {
            return [CheckFinding.Good($"{domain} needs no DNS records.")];
        }

        var findings = new List<CheckFinding>();
        foreach (var (service, who, kind) in Services)
        {
            if (kind is null || listeners.Any(l => l.Kind == kind))
            {
                await CheckServiceAsync(domain, service, who, kind, listeners, dns, findings, cancellationToken).ConfigureAwait(false);
            }
        }

        return findings;
    }

    private static async Task CheckServiceAsync(
        string domain, string service, string who, ListenerKind? kind, IReadOnlyList<ListenerOptions> listeners,
        IDnsLookup dns, List<CheckFinding> findings, CancellationToken cancellationToken)
    {
        var name = $"{service}.{domain}";
        var answer = await dns.LookupAsync(name, DnsRecordType.Srv, cancellationToken).ConfigureAwait(false);
        if (answer.Error is not null)
        {
            findings.Add(CheckFinding.Warning($"{name}: {answer.Error}.", "Check the resolver in /etc/resolv.conf and the network."));
            return;
        }

        var port = kind is { } k ? listeners.First(l => l.Kind == k).Port : 5269;
        if (answer.Services.Count == 0)
        {
            await CheckWithoutServiceAsync(domain, name, who, kind, port, dns, findings, cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (var record in answer.Services)
        {
            if (record.Target == ".")
            {
                findings.Add(CheckFinding.Warning($"{name} says that there is no such service.", "Remove that record, or the listener."));
                continue;
            }

            if (kind is not null && !listeners.Any(l => l.Kind == kind && l.Port == record.Port))
            {
                findings.Add(CheckFinding.Warning(
                    $"{name} sends {who} to port {record.Port}, where nothing listens.",
                    $"Change the port to {port}, or forward it to that one, or add a listener."));
            }

            await CheckHostAsync(record.Target, $"{name} names {record.Target}, which", dns, findings, cancellationToken).ConfigureAwait(false);
        }
    }

    // Without SRV records both sides fall back to the domain's own address and the registered port (RFC 6120 §3.2.2).
    private static async Task CheckWithoutServiceAsync(
        string domain, string name, string who, ListenerKind? kind, int port, IDnsLookup dns, List<CheckFinding> findings, CancellationToken cancellationToken)
    {
        var record = $"{name}. 3600 IN SRV 5 0 {port} HOST.";
        if (kind == ListenerKind.DirectTls)
        {
            findings.Add(CheckFinding.Warning($"There is no record {name}: {who} will not find the port.", $"Add `{record}`, HOST being this machine's name."));
            return;
        }

        var before = findings.Count;
        await CheckHostAsync(domain, $"There is no record {name}, and {domain}", dns, findings, cancellationToken).ConfigureAwait(false);
        if (findings.Count > before && findings[^1].Level == CheckLevel.Good)
        {
            findings[^1] = CheckFinding.Warning($"There is no record {name}: {who} try {domain} itself.", $"Right if that is this machine; otherwise add `{record}`.");
        }
    }

    private static async Task CheckHostAsync(string host, string subject, IDnsLookup dns, List<CheckFinding> findings, CancellationToken cancellationToken)
    {
        var v4 = await dns.LookupAsync(host, DnsRecordType.A, cancellationToken).ConfigureAwait(false);
        var v6 = await dns.LookupAsync(host, DnsRecordType.Aaaa, cancellationToken).ConfigureAwait(false);
        var addresses = v4.Addresses.Concat(v6.Addresses).ToList();
        if (addresses.Count > 0)
        {
            findings.Add(CheckFinding.Good($"{subject} has {string.Join(", ", addresses)}."));
        }
        else if ((v4.Error ?? v6.Error) is { } error)
        {
            findings.Add(CheckFinding.Warning($"{host}: {error}.", "Check the resolver in /etc/resolv.conf and the network."));
        }
        else
        {
            findings.Add(CheckFinding.Error($"{subject} has no address.", $"Add an A record (and AAAA for IPv6) for {host}."));
        }
    }
}
