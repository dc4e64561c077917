using FsCheck;
using FsCheck.Fluent;
using Nightjar.Server.Accounts;
using Nightjar.Server.Configuration;

namespace Nightjar.Tests.Server.Accounts;

public sealed class UserNameRulesTests
{
    static readonly UserNameRules Rules = new(new UserNameOptions());

    [Theory]
    [InlineData("juliet")]
    [InlineData("romeo2")]
    [InlineData("x9")]
    [InlineData("007bond")]
    [InlineData("4711")]
    [InlineData("rot")] // not root with a letter less
    [InlineData("badminton")] // holds admin, but at neither end
    [InlineData("bill")]
    [InlineData("moderna")]
    [InlineData("serverina")]
    [InlineData("hans")]
    [InlineData("theo")]
    [InlineData("mailin")]
    [InlineData("annarosa")]
    [InlineData("christina")]
    [InlineData("helpmate")]
    [InlineData("rootbeer")]
    [InlineData("meandyou")]
    [InlineData("statue")]
    [InlineData("ali")]
    [InlineData("mood")]
    [InlineData("boot")]
    [InlineData("webb")]
    [InlineData("sally")]
    [InlineData("bling")]
    public void Ordinary_names_are_allowed(string name) => Assert.Equal(default, Rules.Check(name));

    [Theory]
    [InlineData("admin")]
    [InlineData("root")]
    [InlineData("support")]
    [InlineData("postmaster")]
    [InlineData("abuse")]
    [InlineData("security")]
    [InlineData("nightjar")]
    public void Reserved_names_are_refused(string name) => Assert.Equal(RuleReason.NameReserved, Rules.Check(name).Reason);

    [Theory]
    [InlineData("adm1n")]
    [InlineData("4dmin")]
    [InlineData("4dm1n7")]
    [InlineData("adrnin")]
    [InlineData("adminn")]
    [InlineData("addmiin")]
    [InlineData("aclmin")]
    [InlineData("supp0rt")]
    [InlineData("5upp0r7")]
    [InlineData("suport")]
    [InlineData("r00t")]
    [InlineData("rooot")]
    [InlineData("rnoderator")]
    [InlineData("p05tma5ter")]
    [InlineData("weбmaster", RuleReason.NameCharacters)]
    public void Look_alikes_of_reserved_names_are_refused(string name, RuleReason reason = RuleReason.NameReserved) =>
        Assert.Equal(reason, Rules.Check(name).Reason);

    [Theory]
    [InlineData("admin2")]
    [InlineData("2admin")]
    [InlineData("admin2026")]
    [InlineData("root1")]
    [InlineData("root1234567")]
    [InlineData("1234567root")]
    [InlineData("theadmin")]
    [InlineData("adminjohn")]
    [InlineData("johnadmin")]
    [InlineData("supportteam")]
    [InlineData("helpteam")]
    [InlineData("thehelpdesk")]
    [InlineData("officialaccount")]
    [InlineData("xmppserver")]
    [InlineData("serverstaff")]
    [InlineData("securityteam7")]
    [InlineData("modsstaff")]
    [InlineData("ther00tuser")]
    public void Names_that_sound_like_staff_are_refused(string name) => Assert.Equal(RuleReason.NameReserved, Rules.Check(name).Reason);

    [Theory]
    [InlineData("a", RuleReason.NameTooShort)]
    [InlineData("", RuleReason.NameTooShort)]
    [InlineData("abcdefghijklmnopqrstuvwxyzabcdefg", RuleReason.NameTooLong)]
    [InlineData("Juliet", RuleReason.NameCharacters)]
    [InlineData("juliet.c", RuleReason.NameCharacters)]
    [InlineData("juli et", RuleReason.NameCharacters)]
    [InlineData("jüliet", RuleReason.NameCharacters)]
    [InlineData("j\u0661", RuleReason.NameCharacters)] // an Arabic digit
    public void Other_characters_and_lengths_are_refused(string name, RuleReason reason)
    {
        var verdict = Rules.Check(name);
        Assert.Equal(reason, verdict.Reason);
        Assert.NotNull(verdict.Explanation);
    }

    [Fact]
    public void The_operator_may_reserve_more_names()
    {
        var rules = new UserNameRules(new UserNameOptions { Reserved = ["Mayor", ""] });
        Assert.Equal(RuleReason.NameReserved, rules.Check("mayor").Reason);
        Assert.Equal(RuleReason.NameReserved, rules.Check("may0r").Reason);
        Assert.True(Rules.Check("mayor").IsAllowed);
    }

    [Fact]
    public void Bounds_come_from_the_configuration_and_stand_in_the_explanation()
    {
        var rules = new UserNameRules(new UserNameOptions { MinLength = 5, MaxLength = 6 });
        Assert.Contains("5", rules.Check("abcd").Explanation, StringComparison.Ordinal);
        Assert.Contains("6", rules.Check("abcdefg").Explanation, StringComparison.Ordinal);
        Assert.True(rules.Check("abcdef").IsAllowed);
    }

    [Fact]
    public void Every_reserved_word_is_refused_with_any_digits_behind_it()
    {
        using var reader = new StreamReader(typeof(UserNameRules).Assembly.GetManifestResourceStream("reserved-names.txt")!);
        var words = reader.ReadToEnd().Split('\n').Where(l => l.Length > 0 && l[0] is not ('#' or '~')).Select(l => l.TrimStart('+', '*', ' ')).ToList();
        Assert.True(words.Count > 80);
        Assert.All(words, w => Assert.False(Rules.Check(w).IsAllowed, w));
        Assert.All(words, w => Assert.False(Rules.Check(w + "42").IsAllowed, w));
    }

    [Fact]
    public void Any_name_gets_an_answer_with_an_explanation_unless_allowed() => Prop.ForAll<string?>(name =>
    {
        var verdict = Rules.Check(name ?? "");
        return verdict.IsAllowed == verdict.Explanation is null;
    }).Check(Config.QuickThrowOnFailure);
}
