using System.Net;
using Nightjar.Configuration;
using Nightjar.Server.Configuration;

namespace Nightjar.Tests.Program.Configuration;

public sealed class ConfigurationTests
{
    [Fact]
    public void Without_a_file_everything_is_on_loopback_and_localhost_is_open_for_registration()
    {
        var loaded = ConfigurationLoader.Load(null, new Dictionary<string, string>(), "/tmp");

        Assert.Empty(loaded.Problems);
        Assert.All(loaded.Options.Listeners, l => Assert.True(IPAddress.IsLoopback(l.Address)));
        Assert.Equal([(5222, ListenerKind.StartTls), (5222, ListenerKind.StartTls), (5223, ListenerKind.DirectTls), (5223, ListenerKind.DirectTls)],
            loaded.Options.Listeners.Select(l => (l.Port, l.Kind)));
        Assert.Equal(("localhost", RegistrationMode.Open), (loaded.Options.Domains.Single().Name, loaded.Options.Domains.Single().Registration.Mode));
        Assert.Equal("/tmp/nightjar-data", loaded.Options.Storage.DataFolder);
    }

    [Fact]
    public void A_file_is_read_with_sizes_durations_words_and_relative_paths()
    {
        using var file = new ConfigurationText("""
            domains:
              - name: example.org
                archive: false
                contact_addresses:
                  abuse: [mailto:abuse@example.org]
            listeners:
              - {address: "::", port: 5223, kind: direct-tls}
            limits:
              stanza_bytes: 128KiB
              ping_after: 2m
              login:
                failures: 7
            storage:
              data_folder: here
            """);

        var loaded = file.Load();

        Assert.Empty(loaded.Problems);
        var options = loaded.Options;
        Assert.Equal((128 * 1024, TimeSpan.FromMinutes(2), 7), (options.Limits.StanzaBytes, options.Limits.PingAfter, options.Limits.Login.Failures));
        Assert.Equal((IPAddress.IPv6Any, 5223, ListenerKind.DirectTls), (options.Listeners[0].Address, options.Listeners[0].Port, options.Listeners[0].Kind));
        Assert.Equal(RegistrationMode.Closed, options.Domains[0].Registration.Mode);
        Assert.Equal(["mailto:abuse@example.org"], options.Domains[0].ContactAddresses.Abuse);
        Assert.Equal(Path.Combine(file.Folder, "here"), options.Storage.DataFolder);
    }

    [Theory]
    [InlineData("limits:\n  stanza_byte: 1", "2:3: `limits.stanza_byte` is not a setting. Did you mean `stanza_bytes`?")]
    [InlineData("listners: []", "1:1: `listners` is not a setting. Did you mean `listeners`?")]
    [InlineData("xyzzy: 1", "1:1: `xyzzy` is not a setting. Possible here: domains, listeners, io_threads, shutdown_grace, limits, stream_management, sasl, storage, logging, metrics, testing.")]
    [InlineData("io_threads: 1\nio_threads: 2", "2:1: `io_threads` is set twice; the first time on line 1.")]
    [InlineData("io_threads: many", "1:13: `io_threads`: `many` is not a whole number.")]
    [InlineData("io_threads: 65", "1:13: `io_threads`: 65 is out of range: 0 to 64 is allowed.")]
    [InlineData("io_threads: [1]", "1:13: `io_threads` must be a single value, not a list.")]
    [InlineData("io_threads:", "1:12: `io_threads` has no value.")]
    [InlineData("shutdown_grace: 10", "1:17: `shutdown_grace`: `10` is not a duration; write a number with ms, s, m, h or d, e.g. 30s.")]
    [InlineData("limits:\n  stanza_bytes: 1GB", "2:17: `limits.stanza_bytes`: `1GB` is not a size; write a number of bytes, or one with KiB, MiB or GiB.")]
    [InlineData("limits:\n  stanza_bytes: 99999GiB", "2:17: `limits.stanza_bytes`: 99999GiB is out of range: 10000 to 16MiB is allowed.")]
    [InlineData("limits: 5", "1:9: `limits` must be a group of settings, not a single value.")]
    [InlineData("listeners:\n  - kind: startls", "2:11: `listeners.0.kind`: `startls` is not a value for this. Did you mean `starttls`?")]
    [InlineData("listeners:\n  - address: localhost", "2:14: `listeners.0.address`: `localhost` is not an IP address; e.g. 127.0.0.1, ::1, 0.0.0.0 or \"::\".")]
    [InlineData("metrics:\n  enabled: yes", "2:12: `metrics.enabled`: `yes` is neither true nor false.")]
    [InlineData("domains:\n  - archive: true", "2:5: `domains.0.name` is missing.")]
    [InlineData("a: &x 1", "1:4: Anchors (`&name`) and tags (`!name`) are not supported; leave them out.")]
    [InlineData("- 1", "1:1: The file must hold settings (`key: value`), not a list.")]
    public void A_mistake_is_reported_with_its_place_and_what_was_meant(string text, string problem) =>
        Assert.Contains(problem, ConfigurationText.ProblemsOf(text));

    [Fact]
    public void All_mistakes_are_reported_at_once_in_the_order_of_the_file() =>
        Assert.Equal(["1:13", "3:3", "5:10"],
            ConfigurationText.ProblemsOf("io_threads: x\nlimits:\n  stanza: 1\nlogging:\n  level: loud").Select(p => string.Join(':', p.Split(':')[..2])));

    [Fact]
    public void Broken_yaml_is_reported_with_its_line() =>
        Assert.StartsWith("2:", Assert.Single(ConfigurationText.ProblemsOf("limits: {\n  }}")), StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_a_problem_and_not_the_default() =>
        Assert.Single(ConfigurationLoader.Load("/nonexistent/nightjar.yml", new Dictionary<string, string>(), "/").Problems);

    [Fact]
    public void Every_default_lies_within_its_bounds()
    {
        var problems = new List<ConfigurationProblem>();
        new OptionsBinder(problems).Bind<NightjarOptions>(OptionsDump.ToNodes(new NightjarOptions(), new("defaults", 1, 1)));

        Assert.Empty(problems);
    }
}
