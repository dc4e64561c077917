namespace Nightjar.Tests.Program.Configuration;

public sealed class RuleTests
{
    [Theory]
    [InlineData("domains: []", "At least one domain is needed.")]
    [InlineData("domains:\n  - name: romeo@example.org", "write only what stands behind the @")]
    [InlineData("domains:\n  - name: Example.org", "Write `example.org` instead of `Example.org`")]
    [InlineData("domains:\n  - name: exa mple", "`exa mple` is not a domain name.")]
    [InlineData("domains:\n  - name: a.example\n  - name: a.example", "a.example is listed twice.")]
    [InlineData("domains:\n  - name: a.example\n    certificate: {chain: none.pem}", "`domains.0.certificate.key` is missing.")]
    [InlineData("domains:\n  - name: a.example\n    certificate: {chain: none.pem, key: none.key}", "There is no file")]
    [InlineData("domains:\n  - name: a.example\n    contact_addresses: {abuse: [me]}", "`me` is not an address others can use")]
    [InlineData("domains:\n  - name: a.example\n    user_names: {min_length: 20, max_length: 10}", "must not be above `max_length`")]
    [InlineData("listeners: []", "Without a listener nobody can connect.")]
    [InlineData("listeners:\n  - port: 5222\n  - port: 5222", "Port 5222 is already used by `listeners.0`.")]
    [InlineData("listeners:\n  - {address: 0.0.0.0, port: 5222}\n  - port: 5222", "Port 5222 is already used by `listeners.0`.")]
    [InlineData("metrics: {enabled: true, port: 5222}", "Port 5222 is already used by `listeners.0`.")]
    [InlineData("metrics: {enabled: true, address: 0.0.0.0}", "Figures are served on loopback only")]
    [InlineData("listeners:\n  - address: 0.0.0.0\ntesting: {no_rate_limits: true}", "`testing` takes protection away and is refused while 0.0.0.0 is reachable")]
    [InlineData("testing:\n  plaintext_listeners:\n    - {address: 192.0.2.1, port: 1}", "`testing` takes protection away and is refused while 192.0.2.1 is reachable")]
    [InlineData("sasl: {mechanisms: []}", "Without a mechanism nobody can log in.")]
    [InlineData("sasl: {mechanisms: [PLAIN]}", "`PLAIN` is not a mechanism of this server.")]
    [InlineData("sasl: {mechanisms: [SCRAM-SHA-1, SCRAM-SHA-1]}", "`SCRAM-SHA-1` is listed twice.")]
    [InlineData("limits: {unfinished_bytes: 64KiB}", "`limits.unfinished_bytes`: This must not be below `limits.stanza_bytes`")]
    [InlineData("limits: {send_queue_bytes: 64KiB}", "`limits.send_queue_bytes`: This must not be below `limits.stanza_bytes`")]
    [InlineData("limits: {stanza_bytes: 10000, stanza_bytes_before_login: 64KiB}", "must not be above `limits.stanza_bytes`")]
    [InlineData("limits: {connections: 10}", "must not be above `limits.connections`")]
    [InlineData("limits: {handshake_timeout: 1m}", "must not be above `limits.negotiation_timeout`")]
    [InlineData("limits:\n  login: {failures_before_lock: 2}", "must not be below `limits.login.failures`")]
    [InlineData("storage: {key_store: a, master_key: a}", "This must be another file than the key store")]
    [InlineData("storage: {data_folder: nightjar.yml}", "This must be a folder, not a file.")]
    public void What_does_not_fit_together_is_refused(string text, string message) =>
        Assert.Contains(ConfigurationText.ProblemsOf(text), p => p.Contains(message, StringComparison.Ordinal));

    [Theory]
    [InlineData("listeners:\n  - {address: 0.0.0.0}\n  - {address: \"::\"}")]
    [InlineData("listeners:\n  - {port: 0}\n  - {port: 0}")]
    [InlineData("testing:\n  plaintext_listeners:\n    - {port: 0}\n  no_rate_limits: true")]
    [InlineData("domains:\n  - name: münchen.example")]
    public void What_fits_together_is_accepted(string text) => Assert.Empty(ConfigurationText.ProblemsOf(text));
}
