using Nightjar.Xmpp.Sasl;
using static Nightjar.Tests.Xmpp.Sasl.ScramExchange;

namespace Nightjar.Tests.Xmpp.Sasl;

public sealed class ScramUpgradeTests
{
    [Theory]
    [InlineData("UPGR-SCRAM-SHA-256", true)]
    [InlineData("UPGR-SCRAM-SHA-512", true)]
    [InlineData("UPGR-SCRAM-SHA-256-PLUS", false)]
    [InlineData("SCRAM-SHA-256", false)]
    [InlineData("UPGR-BLOOP2", false)]
    public void Task_names_are_mechanism_names_without_PLUS(string task, bool known)
    {
        Assert.Equal(known, ScramUpgrade.TryParseTask(task, out var hash));
        if (known) Assert.Equal(task, ScramUpgrade.TaskName(hash));
    }

    [Fact]
    public void An_account_can_be_upgraded_to_what_it_lacks() => Assert.Equal(
        [ScramHash.Sha512, ScramHash.Sha256],
        ScramUpgrade.Possible([ScramHash.Sha1], [ScramHash.Sha1, ScramHash.Sha256, ScramHash.Sha512]));

    [Theory]
    [InlineData(ScramHash.Sha256)]
    [InlineData(ScramHash.Sha512)]
    public void An_upgrade_gives_the_credentials_of_the_password(ScramHash hash)
    {
        var answer = ScramUpgrade.Answer(hash, Pencil, "salt"u8, 4096);
        var upgraded = ScramUpgrade.ReadAnswer(hash, $"\n  {answer}\n", "salt"u8, 4096);
        var derived = ScramSecrets.Derive(hash, Pencil, "salt"u8, 4096);
        Assert.Equal(derived.StoredKey.ToArray(), upgraded?.StoredKey.ToArray());
        Assert.Equal(derived.ServerKey.ToArray(), upgraded?.ServerKey.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("BzOnw3Pc5H4bOLlPZ/8JAy6wnTpH05aH21KW2+Xfpa")]
    [InlineData("BzOnw3Pc5H4bOLlPZ/8JAy6wnTpH05aH21KW2+Xfpax=")]
    [InlineData("BzOnw3Pc5H4bOLlPZ/8J Ay6wnTpH05aH21KW2+Xfpaw=")]
    public void An_answer_that_is_not_a_hash_is_refused(string answer) =>
        Assert.Null(ScramUpgrade.ReadAnswer(ScramHash.Sha256, answer, "salt"u8, 4096));

    [Fact]
    public void The_answer_printed_in_XEP_0480_is_read() =>
        Assert.NotNull(ScramUpgrade.ReadAnswer(ScramHash.Sha256, "BzOnw3Pc5H4bOLlPZ/8JAy6wnTpH05aH21KW2+Xfpaw=", "salt"u8, 4096));
}
