using System.Security.Cryptography.X509Certificates;
using Nightjar.Testing.Clients;

namespace Nightjar.Interop.Servers;

/// <summary>The built program, run as an operator runs it: a configuration file, no testing switches.</summary>
internal sealed class NightjarServerProcess : ServerUnderTest
{
    private static readonly TimeSpan CommandPatience = TimeSpan.FromSeconds(30);

    private string? _dataFolder;

    /// <summary>Where it keeps its data: in the server's own folder unless a test puts it elsewhere.</summary>
    public string DataFolder => _dataFolder ?? Path.Combine(Folder, "data");

    private string ConfigurationFile => Path.Combine(Folder, "nightjar.yml");

    public override string Name => "Nightjar";

    public override bool HasFast => true;

    public override bool AnnouncesShutdown => true;

    /// <summary>Starts Nightjar, whatever <c>NIGHTJAR_INTEROP_SERVER</c> says.</summary>
    public static async Task<NightjarServerProcess> StartNightjarAsync(string? dataFolder = null)
    {
        var server = new NightjarServerProcess { _dataFolder = dataFolder };
        await StartAsync(server);
        return server;
    }

    /// <summary>Starts a server that is expected to give up at once: its exit code (null: it runs) and what it printed.</summary>
    public Task<(int? Code, string Output)> TryStartAsync() =>
        ChildProcess.TryRunAsync(BuildFacts.Program, ["run", "--config", ConfigurationFile], null, CommandPatience);

    /// <summary>A client that does nothing of its own accord, connected over STARTTLS' port and trusting the test authority.</summary>
    public async Task<TestClient> ConnectAsync(string name)
    {
        using var patience = new CancellationTokenSource(CommandPatience);
        var authority = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(CaFile, patience.Token));
        return new TestClient(await SocketTransport.ConnectAsync(StartTlsPort, authority, patience.Token), Domain, name);
    }

    public override Task AddAccountAsync(string localpart, string password) =>
        ChildProcess.RunAsync(
            BuildFacts.Program,
            ["account", "add", "--stdin", "--config", ConfigurationFile],
            $"{localpart}@{Domain} {password}\n",
            CommandPatience);

    protected override void Launch()
    {
        // The registration limits are raised because every client of a test run shares one address.
        File.WriteAllText(ConfigurationFile, $"""
            domains:
              - name: {Domain}
                registration:
                  mode: open
                  interval: 0s
                  per_address_per_day: 1000
                  per_network_per_day: 1000
                certificate:
                  chain: {Authority.ChainFile}
                  key: {Authority.KeyFile}
            listeners:
              - address: {Host}
                port: {StartTlsPort}
                kind: starttls
              - address: {Host}
                port: {DirectTlsPort}
                kind: direct-tls
            storage:
              data_folder: {DataFolder}
            metrics:
              enabled: false

            """);
        Process = new ChildProcess(BuildFacts.Program, ["run", "--config", ConfigurationFile], Folder);
    }
}
