using Microsoft.Extensions.Logging;
using Nightjar.Server.Configuration;

namespace Nightjar.Server.Connections.Certificates;

/// <summary>The certificate of one domain and where it comes from. Reloaded by one thread at a time, read by any.</summary>
internal sealed class DomainCertificate(
    string domain, CertificateOptions? files, DevelopmentAuthority authority, TimeProvider time, ILogger logger)
{
    private volatile ServerCertificate? current;
    private (FileStamp Chain, FileStamp Key) seen;
    private DateTimeOffset nextRenewalCheck;

    public ServerCertificate Current => current!;

    public string Domain => domain;

    /// <summary>The first load. An expired certificate is used, with a warning: the other domains must not suffer from it.</summary>
    public IReadOnlyList<CertificateFinding> Start()
    {
        var load = Load();
        if (load.Certificate is { } certificate && (certificate.Names.Cover(domain) || files is null))
        {
            foreach (var finding in load.Findings)
            {
                CertificateLog.Warning(logger, domain, finding.Message, finding.Fix);
            }

            current = certificate;
            return [];
        }

        return [.. load.Findings.Where(f => f.IsError)];
    }

    /// <summary>Loads again if the files changed, or always when asked to; true when there is a new certificate.</summary>
    public bool Refresh(bool always)
    {
        if (!always && !HasChanged())
        {
            return false;
        }

        var load = Load();
        if (!load.IsGood)
        {
            foreach (var finding in load.Findings.Where(f => f.IsError))
            {
                CertificateLog.Refused(logger, domain, finding.Message, finding.Fix);
            }

            return false;
        }

        foreach (var finding in load.Findings)
        {
            CertificateLog.Warning(logger, domain, finding.Message, finding.Fix);
        }

        if (load.Certificate!.Leaf.RawDataMemory.Span.SequenceEqual(Current.Leaf.RawDataMemory.Span)
            && load.Certificate.ChainPem() == Current.ChainPem())
        {
            return false;
        }

        current = load.Certificate;
        CertificateLog.Replaced(logger, domain, load.Certificate.NotAfter);
        return true;
    }

    private CertificateLoad Load()
    {
        var now = time.GetUtcNow();
        if (files is not null)
        {
            // Stamped before reading: a change in between is then seen as one more change, never missed.
            seen = (FileStamp.Of(files.Chain), FileStamp.Of(files.Key));
            return CertificateFiles.Load(files.Chain, files.Key, domain, now);
        }

        nextRenewalCheck = now.AddHours(12);
        try
        {
            return new(authority.Issue(domain), []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(null, [new(true, $"The development certificate cannot be written: {e.Message}", "Let the user that runs the server write its data folder.")]);
        }
    }

    private bool HasChanged() => files is null
        ? time.GetUtcNow() >= nextRenewalCheck
        : seen != (FileStamp.Of(files.Chain), FileStamp.Of(files.Key));

    private readonly record struct FileStamp(DateTime Written, long Length)
    {
        public static FileStamp Of(string file)
        {
            try
            {
                // Follow links: ACME clients swap the target, not the file.
                var target = File.ResolveLinkTarget(file, returnFinalTarget: true) ?? new FileInfo(file);
                return target is FileInfo { Exists: true } info ? new(info.LastWriteTimeUtc, info.Length) : default;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return default;
            }
        }
    }
}
