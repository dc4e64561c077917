using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Nightjar.Scenarios.Script;
using Nightjar.Server.Configuration;
using Nightjar.Testing;
using Nightjar.Testing.Clients;

namespace Nightjar.Scenarios.Worlds;

/// <summary>
/// The built program in a process and a folder of its own, with a domain for every transcript it is to play. Ports are chosen by
/// the system and read from its start message, as is the authority to trust.
/// </summary>
internal sealed partial class ProgramServer : IAsyncDisposable
{
    /// <summary>It promises a second; a busy build machine is granted more.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private const int SigTerm = 15;

    private readonly string _folder = Directory.CreateTempSubdirectory("nj-").FullName;
    private readonly StringBuilder _errors = new();
    private Process? _process;
    private X509Certificate2 _authority = null!;
    private Dictionary<ListenerKind, int> _ports = [];

    private string ConfigurationFile => Path.Combine(_folder, "nightjar.yml");

    public static async Task<ProgramServer> StartAsync(IReadOnlyList<(Transcript Transcript, string Domain)> plays)
    {
        var server = new ProgramServer();
        try
        {
            await File.WriteAllTextAsync(server.ConfigurationFile, server.Configuration(plays));
            await server.AddAccountsAsync(plays);
            await server.LaunchAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task<TestClient> ConnectAsync(ListenerKind kind, string domain, string name)
    {
        using var patience = new CancellationTokenSource(StartPatience);
        return new TestClient(await SocketTransport.ConnectAsync(_ports[kind], _authority, patience.Token), domain, name);
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await LaunchAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string Configuration(IReadOnlyList<(Transcript Transcript, string Domain)> plays)
    {
        var text = new StringBuilder("domains:\n");
        foreach ((Transcript transcript, string domain) in plays)
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                  - name: {domain}
                    archive: {(transcript.Settings.Contains("archive off") ? "false" : "true")}
                    registration:
                      mode: {(transcript.Settings.Contains("registration closed") ? "closed" : "open")}

                """);
        }

        return text.Append(CultureInfo.InvariantCulture, $"""
            listeners:
              - address: 127.0.0.1
                port: 0
                kind: starttls
              - address: 127.0.0.1
                port: 0
                kind: direct-tls
            sasl:
              iterations: 4096
            storage:
              data_folder: {Path.Combine(_folder, "data")}
            metrics:
              enabled: false
            testing:
              no_rate_limits: true

            """).ToString();
    }

    private async Task AddAccountsAsync(IReadOnlyList<(Transcript Transcript, string Domain)> plays)
    {
        Process adding = Start("account", "add", "--stdin", "--config", ConfigurationFile);
        Task<string> output = adding.StandardOutput.ReadToEndAsync();
        foreach ((Transcript transcript, string domain) in plays)
        {
            foreach (string person in transcript.People)
            {
                await adding.StandardInput.WriteLineAsync($"{person}@{domain} {TestServer.Password}");
            }
        }

        adding.StandardInput.Close();
        using var patience = new CancellationTokenSource(StartPatience);
        await adding.WaitForExitAsync(patience.Token);
        if (adding.ExitCode != 0)
        {
            throw new InvalidOperationException($"Accounts could not be added: {await output}\n{_errors}");
        }
    }

    private async Task LaunchAsync()
    {
        _process = Start("run", "--config", ConfigurationFile);
        using var patience = new CancellationTokenSource(StartPatience);
        var banner = new StringBuilder();
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            banner.AppendLine(line);
            if (line.StartsWith("`nightjar check`", StringComparison.Ordinal))
            {
                Read(banner.ToString());
                return;
            }
        }

        throw new InvalidOperationException($"The program did not start. It printed:\n{banner}\n{_errors}");
    }

    private void Read(string banner)
    {
        _ports = ListenerLine().Matches(banner).ToDictionary(
            m => m.Groups[2].Value == "STARTTLS" ? ListenerKind.StartTls : ListenerKind.DirectTls,
            m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));
        _authority = X509Certificate2.CreateFromPem(File.ReadAllText(AuthorityLine().Match(banner).Value.Trim()));
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(BuildFacts.Program, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.AppendLine(line.Data);
            }
        };
        process.BeginErrorReadLine();
        return process;
    }

    private async Task StopAsync()
    {
        if (_process is not { HasExited: false } process)
        {
            return;
        }

        _ = Kill(process.Id, SigTerm);
        using var patience = new CancellationTokenSource(StartPatience);
        await process.WaitForExitAsync(patience.Token);
    }

    [GeneratedRegex(@"127\.0\.0\.1:(\d+) \((STARTTLS|direct TLS)\)")]
    private static partial Regex ListenerLine();

    [GeneratedRegex(@"^  /.*\.pem$", RegexOptions.Multiline)]
    private static partial Regex AuthorityLine();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
