namespace Nightjar.Interop.Servers;

/// <summary>The built program, run as an operator runs it: a configuration file, no testing switches.</summary>
internal sealed class NightjarServerProcess : ServerUnderTest
{
    private static readonly TimeSpan CommandPatience = TimeSpan.FromSeconds(30);

    private string ConfigurationFile => Path.Combine(Folder, "nightjar.yml");

    public override string Name => "Nightjar";

    public override bool HasFast => true;

    public override bool AnnouncesShutdown => true;

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
              data_folder: {Path.Combine(Folder, "data")}
            metrics:
              enabled: false

            """);
        Process = new ChildProcess(BuildFacts.Program, ["run", "--config", ConfigurationFile], Folder);
    }
}
