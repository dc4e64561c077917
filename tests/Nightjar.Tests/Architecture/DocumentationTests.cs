using System.Text.RegularExpressions;

namespace Nightjar.Tests.Architecture;

/// <summary>The documents name only what exists.</summary>
public sealed partial class DocumentationTests
{
    /// <summary>Folders that hold no document of ours, by their name anywhere in a path.</summary>
    private static readonly string[] s_foreign = ["bin", "obj", "node_modules", "artifacts", "TestResults", ".git"];

    [Fact]
    public void Every_folder_on_the_readmes_map_exists()
    {
        string[] folders = [.. MapRow().Matches(Section("README.md", "Map of the repository")).Select(m => m.Groups[1].Value)];
        Assert.NotEmpty(folders);
        Assert.Empty(folders.Where(f => !Directory.Exists(Path.Combine(SourceTree.Root, f))));
    }

    [Fact]
    public void Every_project_is_on_the_readmes_map()
    {
        string map = Section("README.md", "Map of the repository");
        string[] projects = [.. new[] { "src", "tests", "bench" }
            .SelectMany(f => Directory.EnumerateFiles(Path.Combine(SourceTree.Root, f), "*.csproj", SearchOption.AllDirectories))
            .Select(f => Path.GetRelativePath(SourceTree.Root, Path.GetDirectoryName(f)!))];
        Assert.Empty(projects.Where(p => !map.Contains($"| `{p}` |", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_link_leads_to_a_file_and_a_heading_of_it()
    {
        var faults = new List<string>();
        foreach (string document in Documents())
        {
            foreach (Match link in Link().Matches(WithoutCode(File.ReadAllText(document))))
            {
                string[] target = link.Groups[1].Value.Split('#', 2);
                string file = target[0].Length == 0 ? document : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document)!, target[0]));
                bool leads = File.Exists(file) ? target.Length == 1 || Anchors(file).Contains(target[1]) : Directory.Exists(file);
                if (!leads)
                {
                    faults.Add($"{Path.GetRelativePath(SourceTree.Root, document)}: {link.Groups[1].Value}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void Every_decision_is_in_their_list()
    {
        string folder = Path.Combine(SourceTree.Root, "docs", "decisions");
        string list = File.ReadAllText(Path.Combine(folder, "README.md"));
        Assert.Empty(Directory.EnumerateFiles(folder, "0*.md").Select(f => Path.GetFileName(f)).Where(f => !list.Contains($"({f})", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_example_of_an_extension_is_the_one_in_the_source()
    {
        string source = File.ReadAllText(Path.Combine(SourceTree.Root, "src", "Nightjar.Extensions", "Ping.cs"));
        string shown = source[source.IndexOf("/// <summary>", StringComparison.Ordinal)..].TrimEnd();
        Assert.Contains(shown, File.ReadAllText(Path.Combine(SourceTree.Root, "CONTRIBUTING.md")), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(SourceTree.Root, "*.md", SearchOption.AllDirectories)
            .Where(f => !Path.GetRelativePath(SourceTree.Root, f).Split('/').Intersect(s_foreign).Any());

    private static string Section(string file, string heading)
    {
        string text = File.ReadAllText(Path.Combine(SourceTree.Root, file));
        int start = text.IndexOf($"## {heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"{file} has no section \"{heading}\"");
        int end = text.IndexOf("\n## ", start, StringComparison.Ordinal);
        return end < 0 ? text[start..] : text[start..end];
    }

    /// <summary>As the usual renderers make them: lower case, spaces to hyphens, punctuation left out.</summary>
    private static HashSet<string> Anchors(string file) =>
        [.. Heading().Matches(WithoutCode(File.ReadAllText(file)))
            .Select(m => Punctuation().Replace(m.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    private static string WithoutCode(string text) => Fence().Replace(text, "");

    [GeneratedRegex(@"^\| `([\w./-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex MapRow();

    // Links to elsewhere have a scheme; only ours can be checked without a network.
    [GeneratedRegex(@"\]\((?![a-z]+:)([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
