namespace Nightjar.Interop.Servers;

/// <summary>Prosody (Debian), to develop the drivers against a second implementation.</summary>
internal sealed class ProsodyServer : ServerUnderTest
{
    private static readonly TimeSpan CommandPatience = TimeSpan.FromSeconds(30);

    private string ConfigurationFile => Path.Combine(Folder, "prosody.cfg.lua");

    public override string Name => "Prosody";

    public override bool HasFast => false;

    public override bool AnnouncesShutdown => false;

    public override Task AddAccountAsync(string localpart, string password) =>
        ChildProcess.RunAsync(
            "prosodyctl",
            ["--config", ConfigurationFile, "--root", "register", localpart, Domain, password],
            null,
            CommandPatience);

    protected override void Launch()
    {
        var data = Directory.CreateDirectory(Path.Combine(Folder, "data")).FullName;

        // Only loopback, no server-to-server, no HTTP; SCRAM only, like Nightjar.
        File.WriteAllText(ConfigurationFile, $$"""
            run_as_root = true
            pidfile = "{{Folder}}/prosody.pid"
            data_path = "{{data}}"
            certificates = "{{Folder}}"
            interfaces = { "{{Host}}" }
            c2s_ports = { {{StartTlsPort}} }
            c2s_direct_tls_ports = { {{DirectTlsPort}} }
            s2s_ports = {}
            http_ports = {}
            https_ports = {}
            modules_enabled = { "roster", "saslauth", "tls", "disco", "ping", "register", "register_ibr", "smacks",
              "carbons", "offline", "blocklist", "private", "vcard_legacy", "pep" }
            modules_disabled = { "s2s" }
            allow_registration = true
            c2s_require_encryption = true
            authentication = "internal_hashed"
            disable_sasl_mechanisms = { "PLAIN" }
            network_backend = "epoll"
            smacks_hibernation_time = 120
            ssl = { certificate = "{{Authority.ChainFile}}", key = "{{Authority.KeyFile}}" }
            c2s_direct_tls_ssl = ssl
            log = { info = "*console" }
            VirtualHost "{{Domain}}"

            """);
        Process = new ChildProcess("prosody", ["-F", "--config", ConfigurationFile], Folder);
    }
}
