using System.Globalization;
using Nightjar.Load.Client;

namespace Nightjar.Load.Servers;

/// <summary>ejabberd from Debian's package, started without its script and without Erlang's distribution: no epmd, no open port but the clients'.</summary>
internal sealed class Ejabberd(ServerSetting setting) : IServer
{
    readonly int _port = ChildProcess.FreePort();
    readonly int _directPort = ChildProcess.FreePort();

    public string Name => "ejabberd";

    public string Version { get; } = Tool.Run("dpkg-query", ["-W", "-f", "${Version}", "ejabberd"]);

    public bool HasTokens => false;

    public void Prepare(IReadOnlyList<Account> accounts, CancellationToken stop)
    {
        Directory.CreateDirectory(setting.Folder);
        setting.WriteConfiguration("ejabberd.yml", ("PORT", _port), ("DIRECT_PORT", _directPort), ("SCRAM", setting.Sha256 ? "sha256" : "sha"));
        File.WriteAllText(Path.Combine(setting.Folder, "inetrc"), "{lookup,[\"file\",\"native\"]}.\n");
        using var server = Start("login", stop);
        InBandRegistration.Register(_port, setting.Domain, setting.Password, accounts, stop);
    }

    public RunningServer Start(string scenario, CancellationToken stop)
    {
        var environment = new Dictionary<string, string>
        {
            ["EJABBERD_CONFIG_PATH"] = Path.Combine(setting.Folder, "ejabberd.yml"),
            ["EJABBERD_LOG_PATH"] = Path.Combine(setting.Folder, "ejabberd.log"),
            ["ERL_LIBS"] = "/usr/lib/x86_64-linux-gnu",
            ["ERL_INETRC"] = Path.Combine(setting.Folder, "inetrc"),
            ["ERL_CRASH_DUMP"] = "/dev/null",
            ["HOME"] = setting.Folder,
        };
        string[] arguments =
        [
            // Schedulers that wait in a busy loop would be counted as work.
            "+sbwt", "none", "+sbwtdcpu", "none", "+sbwtdio", "none",
            // As the Debian script sets them: kernel poll, processes and ports for ten thousand clients.
            "+K", "true", "+P", "250000", "+Q", "65536",
            "-mnesia", "dir", string.Create(CultureInfo.InvariantCulture, $"\"{setting.Folder}/mnesia\""),
            "-noinput", "-s", "ejabberd",
        ];
        var child = new ChildProcess("/usr/bin/erl", arguments, setting.Core, setting.Folder, environment);
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
