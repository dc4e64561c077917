using System.CommandLine;
using Nightjar.Checks;
using Nightjar.Configuration;
using Nightjar.Control;
using Nightjar.Hosting;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Commands;

/// <summary><c>nightjar check</c>: everything that has to be right before others can reach the server, each with its fix.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var command = new Command("check", "Check configuration, certificates, ports, data folder and DNS records, and say what to fix. Ends with 1 if there is an error.");
        command.Does(async (arguments, cancellationToken) =>
        {
            var configuration = CommonOptions.LoadConfiguration(arguments);
            await Console.Out.WriteLineAsync($"ok       configuration: {configuration.File ?? "built in"}").ConfigureAwait(false);
            var findings = await RunAsync(configuration, SystemDnsLookup.FromSystem(), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            foreach (var finding in findings)
            {
                await WriteAsync(finding).ConfigureAwait(false);
            }

            return findings.Any(f => f.Level == CheckLevel.Error) ? ExitCodes.Failure : ExitCodes.Success;
        });
        return command;
    }

    internal static async Task<IReadOnlyList<CheckFinding>> RunAsync(
        LoadedConfiguration configuration, IDnsLookup dns, TimeProvider time, CancellationToken cancellationToken)
    {
        var options = IPv6Loopback.LeaveOutWhereMissing(configuration.Options);
        var findings = new List<CheckFinding>();
        findings.AddRange(DataFolderCheck.Run(options.Storage));
        findings.AddRange(options.Domains.SelectMany(d => CertificateCheck.Run(d, time)));
        findings.AddRange(PortCheck.Run(options, await ControlGateway.IsServerRunningAsync(options.Storage, cancellationToken).ConfigureAwait(false)));
        foreach (var domain in options.Domains)
        {
            findings.AddRange(await DnsCheck.RunAsync(DomainAsciiForm.Of(domain.Name), options.Listeners, dns, cancellationToken).ConfigureAwait(false));
        }

        findings.AddRange(Banner.TestingWarnings(options.Testing).Select(w =>
            CheckFinding.Warning($"testing: {w}.", "Remove the `testing` section before anybody else uses this server.")));
        return findings;
    }

    private static async Task WriteAsync(CheckFinding finding)
    {
        var word = finding.Level switch { CheckLevel.Good => "ok", CheckLevel.Warning => "warning", _ => "ERROR" };
        await Console.Out.WriteLineAsync($"{word,-8} {finding.Message}").ConfigureAwait(false);
        if (finding.Fix is not null)
        {
            await Console.Out.WriteLineAsync($"         fix: {finding.Fix}").ConfigureAwait(false);
        }
    }
}
