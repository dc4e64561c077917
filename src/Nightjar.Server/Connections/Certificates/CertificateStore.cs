using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Nightjar.Server.Configuration;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Server.Connections.Certificates;

/// <summary>
/// The certificates of all configured domains: from files, or from the development authority. Replaced ones are
/// noticed by <see cref="CheckForChanges"/>, which somebody calls about once a minute (notifications of the file
/// system get lost on network mounts and behind links); a broken new file keeps the old certificate.
/// </summary>
public sealed class CertificateStore : ICertificateSource
{
    private readonly Lock reloading = new();
    private readonly DomainCertificate first;
    private readonly FrozenDictionary<string, DomainCertificate> byDomain;

    private CertificateStore(List<DomainCertificate> certificates, string? authorityFile)
    {
        first = certificates[0];
        byDomain = certificates.ToFrozenDictionary(c => c.Domain, StringComparer.OrdinalIgnoreCase);
        DevelopmentAuthorityFile = authorityFile;
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <summary>The file clients must trust for the domains that have no certificate of their own; null when all have one.</summary>
    public string? DevelopmentAuthorityFile { get; }

    /// <summary>Loads everything. Without a usable certificate for each domain there is no store, but the reasons.</summary>
    /// <param name="options">The configuration; paths in it are absolute.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For warnings and for what happens on reload.</param>
    /// <param name="problems">Why there is none, for each domain concerned; empty on success.</param>
    public static CertificateStore? TryOpen(
        NightjarOptions options, TimeProvider time, ILogger logger, out IReadOnlyList<CertificateFinding> problems)
    {
        var ownNames = options.Domains.Where(d => d.Certificate is null).Select(d => DomainAsciiForm.Of(d.Name)).ToList();
        var authority = new DevelopmentAuthority(Folder(options), ownNames, time);
        var certificates = options.Domains
            .Select(d => new DomainCertificate(DomainAsciiForm.Of(d.Name), d.Certificate, authority, time, logger)).ToList();
        problems = [.. certificates.SelectMany(c => c.Start())];
        return problems.Count > 0 ? null : new(certificates, ownNames.Count > 0 ? authority.AuthorityFile : null);
    }

    /// <summary>The folder in the data folder where the development authority keeps its files.</summary>
    public static string Folder(NightjarOptions options) => Path.Combine(options.Storage.DataFolder, "certificates");

    /// <inheritdoc/>
    public ServerCertificate ForDomain(string? domain)
    {
        if (domain is null)
        {
            return first.Current;
        }

        domain = DomainAsciiForm.Of(domain);
        if (byDomain.TryGetValue(domain, out var exact))
        {
            return exact.Current;
        }

        // A service below a domain (conference.example.org) has the certificate of the domain.
        var dot = domain.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && byDomain.TryGetValue(domain[(dot + 1)..], out var parent) ? parent.Current : first.Current;
    }

    /// <summary>Reloads what changed on disk and renews development certificates near their end.</summary>
    public void CheckForChanges() => Refresh(always: false);

    /// <summary>Reloads everything, changed or not (SIGHUP).</summary>
    public void Reload() => Refresh(always: true);

    private void Refresh(bool always)
    {
        var changed = false;
        lock (reloading)
        {
            foreach (var certificate in byDomain.Values)
            {
                changed |= certificate.Refresh(always);
            }
        }

        if (changed)
        {
            Changed?.Invoke();
        }
    }
}
