using System.Text.RegularExpressions;

namespace Nightjar.Tests.Architecture;

/// <summary>How secrets are made and compared, as far as the source shows it.</summary>
public sealed partial class SecretRuleTests
{
    /// <summary>Comparisons whose outcome tells nobody anything: both sides come from our own store.</summary>
    private static readonly string[] s_harmless = ["src/Nightjar.Server/Accounts/CredentialLookup.cs"];

    [Fact]
    public void Randomness_comes_from_the_systems_generator() =>
        Nothing(SourceTree.Files("src").Where(f => WeakRandomness().IsMatch(f.Code)).Select(f => f.Path));

    [Fact]
    public void Secrets_are_compared_in_constant_time() =>
        Nothing(SourceTree.Files("src")
            .Where(f => !s_harmless.Contains(f.Path))
            .SelectMany(f => LeakyComparison().Matches(f.Code).Select(m => $"{f.Path}: {m.Value}")));

    [Fact]
    public void Statements_are_never_put_together_with_values() =>
        Nothing(SourceTree.Files("src/Nightjar.Storage").Where(f => InterpolatedSql().IsMatch(f.Text)).Select(f => f.Path));

    [Theory]
    [InlineData("var id = new Random().Next();", true)]
    [InlineData("Random.Shared.NextBytes(token)", true)]
    [InlineData("RandomNumberGenerator.Fill(token)", false)]
    public void Weak_randomness_is_recognised(string code, bool isWeak) => Assert.Equal(isWeak, WeakRandomness().IsMatch(code));

    [Theory]
    [InlineData("proof.SequenceEqual(expected)", true)]
    [InlineData("key.StoredKey.Span.SequenceEqual(other)", true)]
    [InlineData("if (password == expected)", true)]
    [InlineData("name.SequenceEqual(\"to\"u8)", false)]
    [InlineData("CryptographicOperations.FixedTimeEquals(proof, expected)", false)]
    [InlineData("if (password == null)", false)]
    public void Leaky_comparisons_are_recognised(string code, bool isLeaky) => Assert.Equal(isLeaky, LeakyComparison().IsMatch(code));

    [Theory]
    [InlineData("db.Execute($\"SELECT * FROM t WHERE id = {id}\")", true)]
    [InlineData("\"DELETE FROM t WHERE a = '\" + name", true)]
    [InlineData("\"DELETE FROM t WHERE a = @a\"", false)]
    [InlineData("$\"SELECT {Columns} FROM t WHERE a = @a\"", false)]
    public void Interpolated_statements_are_recognised(string code, bool isDangerous) => Assert.Equal(isDangerous, InterpolatedSql().IsMatch(code));

    private static void Nothing(IEnumerable<string> faults) => Assert.True(!faults.Any(), string.Join('\n', faults));

    [GeneratedRegex(@"\bnew Random\(|\bRandom\.Shared\b|\bRandom \w+ = new\(")]
    private static partial Regex WeakRandomness();

    [GeneratedRegex(@"\b\w*(?:[pP]roof|[sS]ecret|[tT]oken|[sS]toredKey|[sS]ignature|[pP]assword)\w*(?:\.Span|\.AsSpan\(\))?\.SequenceEqual\(|\b\w*(?:[pP]roof|[sS]ecret|[pP]assword)\w* == (?!null|default|0\b)")]
    private static partial Regex LeakyComparison();

    // A constant list of columns may stand in a statement: constants begin with a capital letter.
    [GeneratedRegex(@"\$""+[^""\n]*\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\b[^""\n]*\{[a-z_]|""[^""\n]*\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\b[^""\n]*""\s*\+\s*[a-z_]")]
    private static partial Regex InterpolatedSql();
}
