using Nightjar.Server.Configuration;
using Nightjar.Server.Connections.Certificates;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Checks;

/// <summary>Whether clients will accept the certificate of a domain.</summary>
internal static class CertificateCheck
{
    public static IEnumerable<CheckFinding> Run(DomainOptions domain, TimeProvider time)
    {
        if (domain.Certificate is not { } files)
        {
            return [domain.Name == "localhost"
                ? CheckFinding.Good("localhost uses a self-made certificate.")
                : CheckFinding.Warning(
                    $"{domain.Name} has no certificate of its own and will use a self-made one, which clients must be told to trust.",
                    "Order one (for example with certbot or lego) and name its files in `certificate`.")];
        }

        var load = CertificateFiles.Load(files.Chain, files.Key, DomainAsciiForm.Of(domain.Name), time.GetUtcNow());
        var findings = load.Findings
            .Select(f => f.IsError ? CheckFinding.Error(f.Message, f.Fix) : CheckFinding.Warning(f.Message, f.Fix)).ToList();
        if (load.IsGood)
        {
            findings.Insert(0, CheckFinding.Good($"The certificate for {domain.Name} is valid until {load.Certificate!.NotAfter:yyyy-MM-dd} and names {load.Certificate.Names}."));
        }

        return findings;
    }
}
