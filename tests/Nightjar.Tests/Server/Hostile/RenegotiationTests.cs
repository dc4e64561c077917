using System.Diagnostics;
using System.Text.RegularExpressions;
using Nightjar.Tests.Program.Commands;

namespace Nightjar.Tests.Server.Hostile;

/// <summary>CVE-2021-32920: a client that renegotiates TLS 1.2 without end makes the server work and itself hardly.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed partial class RenegotiationTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60); // Needs less than one on a quiet machine.

    [Fact]
    public async Task A_client_that_asks_for_it_is_refused()
    {
        using var program = new NightjarProcess();
        program.Write("listeners:\n  - {port: 0, kind: direct-tls}\nstorage: {data_folder: data}\n");
        await program.StartAsync();
        string port = Port().Match(program.Banner).Groups[1].Value;

        // OpenSSL's test client renegotiates when a line says R. The platform's own TLS client cannot.
        using Process client = Process.Start(new ProcessStartInfo("openssl", ["s_client", "-connect", $"127.0.0.1:{port}", "-servername", "localhost", "-tls1_2"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(s_patience);
        Task<string> errors = client.StandardError.ReadToEndAsync(patience.Token);
        string output = "";
        while (!output.Contains("Verify return code", StringComparison.Ordinal) && await client.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            output += line + "\n";
        }

        await client.StandardInput.WriteAsync("R\n");
        await client.StandardInput.FlushAsync(patience.Token);
        await client.WaitForExitAsync(patience.Token);

        Assert.Contains("TLSv1.2", output, StringComparison.Ordinal);
        Assert.Contains("no renegotiation", await errors, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"127\.0\.0\.1:(\d+) \(direct TLS\)")]
    private static partial Regex Port();
}
