using System.Text;
using Nightjar.Load.Client;

namespace Nightjar.Load.Servers;

/// <summary>Nightjar as it is published, or built from the sources around this program.</summary>
internal sealed class NightjarServer : IServer
{
    readonly ServerSetting _setting;
    readonly string _program;
    readonly string _configuration;
    readonly int _port = ChildProcess.FreePort();
    readonly int _directPort = ChildProcess.FreePort();
    readonly int _plainPort = ChildProcess.FreePort();

    /// <param name="folder">Where the published program is; null: publish it.</param>
    public NightjarServer(ServerSetting setting, string? folder)
    {
        _setting = setting;
        Directory.CreateDirectory(setting.Folder);
        _program = Path.Combine(folder is null ? Publish(setting.Folder) : Path.GetFullPath(folder), "nightjar");
        _configuration = setting.WriteConfiguration("nightjar.yml", ("PORT", _port), ("DIRECT_PORT", _directPort), ("PLAIN_PORT", _plainPort));
        Version = Tool.Run(_program, ["--version"]).Trim();
    }

    public string Name => "nightjar";

    public string Version { get; }

    public bool HasTokens => true;

    public void Prepare(IReadOnlyList<Account> accounts, CancellationToken stop)
    {
        var lines = new StringBuilder();
        foreach (var account in accounts)
        {
            lines.Append(account.Jid).Append(' ').Append(_setting.Password).Append('\n');
        }

        Tool.Run(_program, ["account", "add", "--stdin", "--config", _configuration], lines.ToString());
    }

    public RunningServer Start(string scenario, CancellationToken stop)
    {
        var child = new ChildProcess(_program, ["run", "--config", _configuration], _setting.Core, _setting.Folder);
        try
        {
            child.WaitForPort(_plainPort, stop);
            child.WaitForPort(_port, stop);
            return new(child, child.Processes, Port);
        }
        catch
        {
            child.Dispose();
            throw;
        }
    }

    int Port(TlsMode mode) => mode switch
    {
        TlsMode.None => _plainPort,
        TlsMode.StartTls => _port,
        _ => _directPort,
    };

    static string Publish(string folder)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Nightjar.slnx")))
        {
            root = root.Parent;
        }

        var source = root?.FullName ?? throw new IOException("Not inside the repository: name the published program with --nightjar.");
        var target = Path.Combine(folder, "program");
        Tool.Run("dotnet", ["publish", Path.Combine(source, "src", "Nightjar"), "-c", "Release", "-o", target, "-v", "q"]);
        return target;
    }
}
