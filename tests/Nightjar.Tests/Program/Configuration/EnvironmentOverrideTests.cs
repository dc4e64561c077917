using Nightjar.Server.Configuration;

namespace Nightjar.Tests.Program.Configuration;

public sealed class EnvironmentOverrideTests
{
    [Fact]
    public void A_variable_wins_over_the_file()
    {
        using var file = new ConfigurationText("limits: {connections: 100}");

        Assert.Equal(7000, file.Load(("NIGHTJAR__LIMITS__CONNECTIONS", "7000")).Options.Limits.Connections);
    }

    [Fact]
    public void An_index_changes_an_entry_of_the_built_in_list()
    {
        using var file = new ConfigurationText("");

        var listeners = file.Load(("NIGHTJAR__LISTENERS__0__PORT", "15222")).Options.Listeners;

        Assert.Equal([15222, 5222, 5223, 5223], listeners.Select(l => l.Port));
    }

    [Fact]
    public void An_index_after_the_end_adds_an_entry()
    {
        using var file = new ConfigurationText("listeners:\n  - port: 1");

        var loaded = file.Load(("NIGHTJAR__LISTENERS__1__PORT", "2"), ("NIGHTJAR__LISTENERS__1__KIND", "direct-tls"));

        Assert.Equal([(1, ListenerKind.StartTls), (2, ListenerKind.DirectTls)], loaded.Options.Listeners.Select(l => (l.Port, l.Kind)));
    }

    [Fact]
    public void A_list_of_words_is_separated_by_commas()
    {
        using var file = new ConfigurationText("");

        Assert.Equal(["SCRAM-SHA-512", "SCRAM-SHA-256"], file.Load(("NIGHTJAR__SASL__MECHANISMS", "SCRAM-SHA-512, SCRAM-SHA-256")).Options.Sasl.Mechanisms);
    }

    [Theory]
    [InlineData("NIGHTJAR__LIMITS__CONECTIONS", "1", "`limits.conections` is not a setting. Did you mean `connections`?")]
    [InlineData("NIGHTJAR__IO_THREADS", "65", "`io_threads`: 65 is out of range: 0 to 64 is allowed.")]
    [InlineData("NIGHTJAR__LISTENERS__9__PORT", "1", "`9` does not count an entry of the list: 0 to 4 is possible.")]
    [InlineData("NIGHTJAR__IO_THREADS__X", "1", "`io_threads` must be a single value, not a group of settings.")]
    public void A_variable_is_validated_like_the_file_and_named_in_the_problem(string name, string value, string message) =>
        Assert.Contains($"environment variable {name}: {message}", ConfigurationText.ProblemsOf("", (name, value)));

    [Fact]
    public void Other_variables_are_no_business_of_the_configuration() =>
        Assert.Empty(ConfigurationText.ProblemsOf("", ("NIGHTJAR_MASTER_KEY", "x"), ("PATH", "/bin")));
}
