using System.Text.RegularExpressions;

namespace Nightjar.Tests.Architecture;

/// <summary>Rules that a compiler does not check (DESIGN §11).</summary>
public sealed partial class StyleTests
{
    /// <summary>
    /// A type's delegates, enumerations, small records and the extension methods that register it may stand beside it: two, before
    /// they are a catalogue of their own.
    /// </summary>
    private const int CompanionsPerFile = 2;

    private static IEnumerable<SourceFile> Source => SourceTree.Files("src");

    /// <summary>The hooks of an area are read as one catalogue, each a delegate of a few lines.</summary>
    private const string Catalogue = "Hooks.cs";

    /// <summary>Reads of tasks that are known to be complete: the next line below a check.</summary>
    private static readonly string[] s_completed = ["append.Result", "answer.Result"];

    [Fact]
    public void No_file_is_longer_than_500_lines() =>
        Nothing(Source.Concat(SourceTree.Files("tests")).Where(f => f.Lines > 500).Select(f => $"{f.Path}: {f.Lines} lines"));

    [Fact]
    public void No_method_is_async_void() => Nothing(Containing("async void"));

    [Fact]
    public void Nothing_blocks_on_a_task_or_sleeps() =>
        Nothing(Source.SelectMany(f => Blocking().Matches(f.Code)
            .Where(m => !s_completed.Contains(m.Value) && !m.Value.EndsWith("Type.Result", StringComparison.Ordinal))
            .Select(m => $"{f.Path}: {m.Value}")));

    [Fact]
    public void Nothing_is_left_for_later() =>
        Nothing(Source.Where(f => Unfinished().IsMatch(f.Text)).Select(f => f.Path));

    [Fact]
    public void There_are_no_regions() => Nothing(Containing("#region"));

    [Fact]
    public void Namespaces_follow_the_folders() =>
        Nothing(Source.Where(f => f.Namespace.Length > 0 && f.Namespace != ExpectedNamespace(f)).Select(f => $"{f.Path}: {f.Namespace}"));

    [Fact]
    public void A_file_has_one_public_type_named_like_it()
    {
        var faults = new List<string>();
        foreach (SourceFile file in Source)
        {
            string stem = Path.GetFileNameWithoutExtension(file.Path).Split('.', '{')[0];
            var types = TopLevelType().Matches(file.Code).Where(m => m.Groups["access"].Value == "public").ToList();
            var others = types.Where(t => t.Groups["name"].Value != stem).ToList();
            int companions = others.Count(IsCompanion);
            bool isCatalogue = file.Path.EndsWith(Catalogue, StringComparison.Ordinal);
            if (others.Count > companions || (companions > CompanionsPerFile && !isCatalogue))
            {
                faults.Add($"{file.Path}: {string.Join(", ", others.Select(t => t.Groups["name"].Value))}");
            }
        }

        Nothing(faults);
    }

    private static bool IsCompanion(Match type) =>
        type.Groups["kind"].Value is "delegate" or "enum"
        || type.Groups["kind"].Value.StartsWith("record", StringComparison.Ordinal)
        || type.Groups["name"].Value.EndsWith("Registration", StringComparison.Ordinal);

    private static string ExpectedNamespace(SourceFile file)
    {
        string[] folders = Path.GetDirectoryName(file.Path)!.Split('/')[1..];
        return string.Join('.', folders);
    }

    private static IEnumerable<string> Containing(string text) =>
        Source.Where(f => f.Code.Contains(text, StringComparison.Ordinal)).Select(f => f.Path);

    private static void Nothing(IEnumerable<string> faults) => Assert.True(!faults.Any(), string.Join('\n', faults));

    [GeneratedRegex(@"\.GetAwaiter\(\)\.GetResult\(\)|\bThread\.Sleep\b|\.Wait\(\)|\w+\.Result\b(?!\s*[(=])")]
    private static partial Regex Blocking();

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bHACK\b|\bNotImplementedException\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(
        @"^(?<access>public|internal) (?:(?:static|sealed|abstract|readonly|ref|partial|unsafe) )*(?:(?<kind>class|struct|interface|enum|record struct|record class|record)\s+(?<name>\w+)|(?<kind>delegate) [\w<>?\[\].]+ (?<name>\w+))",
        RegexOptions.Multiline)]
    private static partial Regex TopLevelType();
}
