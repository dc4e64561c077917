using FsCheck;
using FsCheck.Fluent;
using Nightjar.Server.Accounts;
using Nightjar.Server.Configuration;

namespace Nightjar.Tests.Server.Accounts;

public sealed class PasswordRulesTests
{
    static readonly PasswordRules Rules = new(new PasswordOptions());

    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("kY7-qq.W2~xv")]
    [InlineData("alice likes 7 teapots")]
    [InlineData("wombat trousers")]
    [InlineData("8842 9137 5506 2")]
    [InlineData("qwe!81-Plonk")]
    [InlineData("          tiny  x4Z{")]
    public void Good_passwords_are_allowed(string password) => Assert.Equal(default, Rules.Check("alice", password));

    [Theory]
    [InlineData("short", RuleReason.PasswordTooShort)]
    [InlineData("", RuleReason.PasswordTooShort)]
    [InlineData("with\u0009a tab inside", RuleReason.PasswordCharacters)]
    [InlineData("pässword with umlaut", RuleReason.PasswordCharacters)]
    [InlineData("kY7-qq.W2~xv\u007F", RuleReason.PasswordCharacters)]
    [InlineData("aaaaaaaaaaaa", RuleReason.PasswordPattern)]
    [InlineData("abababababab", RuleReason.PasswordPattern)]
    [InlineData("1234567890", RuleReason.PasswordPattern)]
    [InlineData("12345abcde", RuleReason.PasswordPattern)]
    [InlineData("zyxwvutsrq", RuleReason.PasswordPattern)]
    [InlineData("alicealice", RuleReason.PasswordIsName)]
    [InlineData("ecilaecila", RuleReason.PasswordIsName)]
    [InlineData("Alice12345", RuleReason.PasswordIsName)]
    [InlineData("!!alice99?", RuleReason.PasswordIsName)]
    [InlineData("ecila-2026", RuleReason.PasswordIsName)]
    [InlineData("qwertyuiop", RuleReason.PasswordKnown)]
    [InlineData("Password123", RuleReason.PasswordKnown)]
    [InlineData("Sunshine99!", RuleReason.PasswordKnown)]
    [InlineData("p4ssw0rd2026", RuleReason.PasswordKnown)]
    [InlineData("p@$$w0rd!!", RuleReason.PasswordKnown)]
    [InlineData("passwordpassword", RuleReason.PasswordKnown)]
    [InlineData("iloveyou123456", RuleReason.PasswordKnown)]
    [InlineData("monkeydragon", RuleReason.PasswordKnown)]
    [InlineData("1q2w3e4r5t6y", RuleReason.PasswordKnown)]
    public void Weak_and_foreign_passwords_are_refused(string password, RuleReason reason)
    {
        var verdict = Rules.Check("alice", password);
        Assert.Equal(reason, verdict.Reason);
        Assert.NotNull(verdict.Explanation);
    }

    [Fact]
    public void The_longest_password_comes_from_the_configuration()
    {
        var random = string.Concat(Enumerable.Range(0, 300).Select(i => (char)('!' + (i * 37 % 90))));
        Assert.True(Rules.Check("alice", random.AsSpan(0, 256)).IsAllowed);
        Assert.Equal(RuleReason.PasswordTooLong, Rules.Check("alice", random.AsSpan(0, 257)).Reason);
    }

    [Fact]
    public void The_shortest_password_comes_from_the_configuration() =>
        Assert.Contains("14", new PasswordRules(new PasswordOptions { MinLength = 14 }).Check("alice", "kY7-qq.W2~xv").Explanation, StringComparison.Ordinal);

    [Fact]
    public void An_explanation_never_repeats_the_password() =>
        Assert.DoesNotContain("Sunshine", Rules.Check("alice", "Sunshine99!").Explanation, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Every_line_of_the_list_is_found()
    {
        using var brotli = new System.IO.Compression.BrotliStream(
            typeof(PasswordRules).Assembly.GetManifestResourceStream("bad-passwords.br")!, System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(brotli);
        var count = 0;
        while (reader.ReadLine() is { } line)
        {
            Assert.True(line.Length > 64 || KnownBadPasswords.Contains(line), line);
            count++;
        }
        Assert.True(count > 30_000);
        Assert.False(KnownBadPasswords.Contains("wombat trousers"));
        Assert.False(KnownBadPasswords.Contains("~~~~~~~~~"));
        Assert.False(KnownBadPasswords.Contains("aaaa"));
    }

    [Fact]
    public void Random_passwords_are_allowed() => Prop.ForAll(
        Gen.ListOf(Gen.Choose(' ', '~').Select(c => (char)c), 16).Select(l => string.Concat(l)).ToArbitrary(),
        password => Rules.Check("alice", password).IsAllowed).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Any_text_gets_an_answer() => Prop.ForAll<string?, string?>((name, password) =>
    {
        var verdict = Rules.Check(name ?? "", password);
        return verdict.IsAllowed == verdict.Explanation is null;
    }).Check(Config.QuickThrowOnFailure);
}
