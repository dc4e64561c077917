using System.Reflection;
using System.Text.RegularExpressions;

namespace Nightjar.Tests.Architecture;

/// <summary><c>docs/develop/threats.md</c> names only tests and transcripts that exist, and every class has one or says where it will have.</summary>
public sealed partial class ThreatsPageTests
{
    /// <summary>The known classes of vulnerabilities of XMPP servers.</summary>
    private const int Classes = 30;

    private const string Transcripts = "tests/Nightjar.Scenarios/Transcripts";

    private static readonly string s_page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "develop", "threats.md"));

    private static readonly Dictionary<string, Type> s_types = typeof(ThreatsPageTests).Assembly.GetTypes()
        .Where(t => t is { IsNested: false, IsAbstract: false } && t.IsPublic)
        .GroupBy(t => t.Name, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);

    [Fact]
    public void Every_class_has_its_row_in_order() =>
        Assert.Equal(Enumerable.Range(1, Classes), ClassRow().Matches(s_page).Select(m => int.Parse(m.Groups["number"].Value)));

    [Fact]
    public void Every_class_is_proved_or_says_where_it_will_be() =>
        Nothing(ClassRow().Matches(s_page)
            .Where(m => !Proof().IsMatch(m.Groups["proof"].Value) && !Later().IsMatch(m.Groups["proof"].Value))
            .Select(m => m.Groups["number"].Value));

    [Fact]
    public void Every_named_test_exists() =>
        Nothing(Proof().Matches(s_page).Where(m => m.Groups["test"].Success && !IsTest(m.Groups["class"].Value, m.Groups["test"].Value)).Select(m => m.Value));

    [Fact]
    public void Every_named_transcript_exists() =>
        Nothing(Proof().Matches(s_page)
            .Where(m => m.Groups["file"].Success && !File.Exists(Path.Combine(SourceTree.Root, Transcripts, m.Groups["file"].Value)))
            .Select(m => m.Value));

    [Fact]
    public void Nothing_but_tests_and_transcripts_is_called_proof() =>
        Nothing(AnyRow().Matches(s_page)
            .SelectMany(m => Quoted().Matches(m.Groups["proof"].Value))
            .Where(m => !Proof().IsMatch(m.Value))
            .Select(m => m.Value));

    private static bool IsTest(string type, string method) =>
        s_types.TryGetValue(type, out Type? found)
        && found.GetMethods().Any(m => m.Name == method && m.GetCustomAttributes<FactAttribute>(inherit: true).Any());

    private static void Nothing(IEnumerable<string> faults) => Assert.True(!faults.Any(), string.Join('\n', faults));

    [GeneratedRegex(@"^\| (?<number>\d+) \|(?:[^|\n]*\|){2} (?<proof>[^|\n]*) \|$", RegexOptions.Multiline)]
    private static partial Regex ClassRow();

    [GeneratedRegex(@"^\|(?:[^|\n]*\|)+ (?<proof>[^|\n]*) \|$", RegexOptions.Multiline)]
    private static partial Regex AnyRow();

    [GeneratedRegex(@"`(?:(?<class>\w+(?:Tests|Properties))\.(?<test>\w+)|(?<file>[\w.-]+\.txt))`")]
    private static partial Regex Proof();

    [GeneratedRegex(@"\blater: (?:federation|upload|group chat|personal publishing|web|diagnosis|archive)\b")]
    private static partial Regex Later();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Quoted();
}
