using System.Security.Cryptography;
using System.Text;
using Nightjar.Load.Client;

namespace Nightjar.Load.Servers;

/// <summary>Prosody from Debian's package. Its accounts are files, which the generator writes.</summary>
internal sealed class Prosody(ServerSetting setting) : IServer
{
    const int Iterations = 4096;

    readonly int _port = ChildProcess.FreePort();
    readonly int _directPort = ChildProcess.FreePort();

    public string Name => "prosody";

    public string Version { get; } = Tool.Run("dpkg-query", ["-W", "-f", "${Version}", "prosody"]);

    public bool HasTokens => false;

    public void Prepare(IReadOnlyList<Account> accounts, CancellationToken stop)
    {
        var folder = Directory.CreateDirectory(Path.Combine(setting.Folder, "data", setting.Domain.Replace(".", "%2e", StringComparison.Ordinal), "accounts")).FullName;
        var hash = setting.Sha256 ? ScramHash.Sha256 : ScramHash.Sha1;
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var salted = hash.Derive(setting.Password, Encoding.ASCII.GetBytes(salt), Iterations);
        var text = $$"""
            return {
                ["salt"] = "{{salt}}";
                ["iteration_count"] = {{Iterations}};
                ["stored_key"] = "{{Convert.ToHexStringLower(hash.Hash(hash.Hmac(salted, "Client Key")))}}";
                ["server_key"] = "{{Convert.ToHexStringLower(hash.Hmac(salted, "Server Key"))}}";
            };

            """;
        foreach (var account in accounts)
        {
            File.WriteAllText(Path.Combine(folder, account.Local + ".dat"), text);
        }
    }

    public RunningServer Start(string scenario, CancellationToken stop)
    {
        var opportunistic = scenario.StartsWith("chat", StringComparison.Ordinal) ? "true" : "false";
        var configuration = setting.WriteConfiguration(
            "prosody.cfg.lua", ("PORT", _port), ("DIRECT_PORT", _directPort), ("SCRAM", setting.Sha256 ? "SHA-256" : "SHA-1"), ("OPPORTUNISTIC", opportunistic));
        var child = new ChildProcess("/usr/bin/prosody", ["-F", "--config", configuration], setting.Core, setting.Folder);
        try
        {
            child.WaitForPort(_port, stop);
            return new(child, child.Processes, mode => mode == TlsMode.Direct ? _directPort : _port);
        }
        catch
        {
            child.Dispose();
            throw;
        }
    }
}
