using Nightjar.Xmpp.Sasl;

namespace Nightjar.Tests.Xmpp.Sasl;

public sealed class SaslValueTests
{
    [Fact]
    public void Every_condition_has_its_wire_name()
    {
        string[] names =
        [
            "aborted", "account-disabled", "credentials-expired", "encryption-required", "incorrect-encoding", "invalid-authzid",
            "invalid-mechanism", "malformed-request", "mechanism-too-weak", "not-authorized", "temporary-auth-failure",
        ];
        Assert.Equal(names, Enum.GetValues<SaslCondition>().Select(condition => condition.WireName()));
        Assert.All(Enum.GetValues<SaslCondition>(), condition =>
        {
            Assert.True(SaslConditions.TryParse(condition.WireName(), out var parsed));
            Assert.Equal(condition, parsed);
        });
        Assert.False(SaslConditions.TryParse("NotAuthorized", out _));
    }

    [Fact]
    public void Every_SCRAM_mechanism_is_found_by_its_name_and_no_other_is()
    {
        Assert.All(ScramMechanism.All, mechanism =>
        {
            Assert.True(ScramMechanism.TryParse(mechanism.Name, out var parsed));
            Assert.Equal(mechanism, parsed);
        });
        Assert.All(["PLAIN", "scram-sha-1", "SCRAM-SHA-384", ""], name => Assert.False(ScramMechanism.TryParse(name, out _)));
    }

    [Theory]
    [InlineData(DowngradeProtection.Current, "SCRAM-SHA-1\u001eSCRAM-SHA-1-PLUS\u001ftls-exporter\u001etls-server-end-point")]
    [InlineData(DowngradeProtection.Draft03, "SCRAM-SHA-1,SCRAM-SHA-1-PLUS|tls-exporter,tls-server-end-point")]
    public void The_downgrade_hash_covers_the_sorted_lists(DowngradeProtection variant, string text)
    {
        var offer = new SaslOffer(["SCRAM-SHA-1-PLUS", "SCRAM-SHA-1"], ["tls-server-end-point", "tls-exporter"]);
        Assert.Equal(Convert.ToBase64String(Sha256(text)), offer.DowngradeHash(ScramHash.Sha256, variant));
    }

    [Fact]
    public void The_downgrade_hash_has_no_list_of_bindings_when_none_was_sent() => Assert.Equal(
        Convert.ToBase64String(Sha256("SCRAM-SHA-1")), new SaslOffer(["SCRAM-SHA-1"]).DowngradeHash(ScramHash.Sha256, DowngradeProtection.Current));

    [Fact]
    public void Nonces_are_printable_and_never_repeat()
    {
        var nonces = Enumerable.Range(0, 100).Select(_ => SaslNonce.Create()).ToArray();
        Assert.All(nonces, nonce => Assert.Matches("^[A-Za-z0-9+/]{24}$", nonce));
        Assert.Equal(100, nonces.Distinct().Count());
    }

    [Fact]
    public void Passwords_in_ASCII_are_taken_as_they_are_and_others_go_through_the_profile()
    {
        Assert.Equal("pen cil~"u8.ToArray(), SaslPassword.Prepare("pen cil~", _ => throw new InvalidOperationException("not needed")));
        Assert.Equal("prepared"u8.ToArray(), SaslPassword.Prepare("käse", _ => "prepared"));
        Assert.Null(SaslPassword.Prepare("käse", _ => null));
        Assert.Null(SaslPassword.Prepare("tab\t", _ => null));
        Assert.Null(SaslPassword.Prepare("", _ => null));
    }

    [Fact]
    public void Impossible_credentials_are_refused()
    {
        Assert.False(ScramCredentials.AreValid(ScramHash.Sha1, "salt"u8, 4096, new byte[32], new byte[20]));
        Assert.False(ScramCredentials.AreValid(ScramHash.Sha1, "salt"u8, 4096, new byte[20], new byte[19]));
        Assert.False(ScramCredentials.AreValid(ScramHash.Sha1, [], 4096, new byte[20], new byte[20]));
        Assert.False(ScramCredentials.AreValid(ScramHash.Sha1, new byte[257], 4096, new byte[20], new byte[20]));
        Assert.False(ScramCredentials.AreValid(ScramHash.Sha1, "salt"u8, 0, new byte[20], new byte[20]));
        Assert.True(ScramCredentials.AreValid(ScramHash.Sha1, "salt"u8, 4096, new byte[20], new byte[20]));
        Assert.Throws<ArgumentException>(() => new ScramCredentials(ScramHash.Sha1, [], 4096, new byte[20], new byte[20]));
    }

    [Fact]
    public void Cleared_credentials_are_zero()
    {
        var credentials = ScramSecrets.Derive(ScramHash.Sha256, "pencil"u8, "salt"u8, 1);
        credentials.Clear();
        Assert.All(credentials.StoredKey.ToArray(), value => Assert.Equal(0, value));
        Assert.All(credentials.ServerKey.ToArray(), value => Assert.Equal(0, value));
    }

    static byte[] Sha256(string text) => System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(text));
}
