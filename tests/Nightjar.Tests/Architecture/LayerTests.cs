using System.Xml.Linq;

namespace Nightjar.Tests.Architecture;

/// <summary>Who may know whom (DESIGN §1).</summary>
public sealed class LayerTests
{
    private static readonly Dictionary<string, string[]> s_references = new()
    {
        ["Nightjar.Xmpp"] = [],
        ["Nightjar.Server"] = ["Nightjar.Xmpp"],
        ["Nightjar.Extensions"] = ["Nightjar.Server", "Nightjar.Xmpp"],
        ["Nightjar.Storage"] = ["Nightjar.Server", "Nightjar.Xmpp"],
        ["Nightjar.Web"] = ["Nightjar.Server", "Nightjar.Xmpp"],
        ["Nightjar"] = ["Nightjar.Extensions", "Nightjar.Server", "Nightjar.Storage", "Nightjar.Web", "Nightjar.Xmpp"],
    };

    /// <summary>From the top down; what stands in one row may know its neighbours.</summary>
    private static readonly string[][] s_layers =
    [
        ["Connections"],
        ["Negotiation"],
        ["Sessions"],
        ["Federation"],
        ["Routing"],
        ["Roster", "Accounts", "Guard"],
        ["Extensibility"],
        ["Storage"],
        ["Diagnostics"],
    ];

    [Fact]
    public void Projects_refer_to_each_other_only_in_the_direction_of_the_design()
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            string project = Path.GetFileNameWithoutExtension(file);
            string[] referred = [.. XDocument.Load(file).Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value))];
            Assert.True(s_references.TryGetValue(project, out string[]? allowed), $"{project} is not in the design");
            Assert.Empty(referred.Except(allowed));
        }
    }

    [Fact]
    public void The_server_uses_only_what_lies_below()
    {
        var faults = new List<string>();
        foreach (SourceFile file in SourceTree.Files("src/Nightjar.Server"))
        {
            int own = LayerOf(file.Namespace);
            faults.AddRange(file.Usings.Where(u => LayerOf(u) < own).Select(u => $"{file.Path} uses {u}"));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void Every_folder_of_the_server_has_its_layer()
    {
        string[] known = [.. s_layers.SelectMany(l => l), "Configuration"];
        Assert.Empty(SourceTree.Files("src/Nightjar.Server")
            .Select(f => f.Path.Split('/'))
            .Where(p => p.Length > 3)
            .Select(p => p[2])
            .Distinct()
            .Except(known));
    }

    [Fact]
    public void Extensions_do_not_know_each_other()
    {
        IReadOnlyList<SourceFile> files = SourceTree.Files("src/Nightjar.Extensions");
        string[] extensions = [.. files.Where(f => f.Code.Contains(": IExtension", StringComparison.Ordinal)).Select(f => Path.GetFileNameWithoutExtension(f.Path))];
        var faults = new List<string>();
        foreach (SourceFile file in files)
        {
            // An extension of several files has a folder of its own.
            string own = file.Path.Split('/')[2];
            foreach (string other in extensions.Where(e => e != Path.GetFileNameWithoutExtension(file.Path)))
            {
                bool sameFolder = files.First(f => Path.GetFileNameWithoutExtension(f.Path) == other).Path.Split('/')[2] == own;
                if (!sameFolder && System.Text.RegularExpressions.Regex.IsMatch(file.Code, $@"\b{other}\.\w|\bnew {other}\("))
                {
                    faults.Add($"{file.Path} knows {other}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>Sessions and mailboxes exchange values, so that they may one day sit on different nodes (DESIGN §2).</summary>
    [Fact]
    public void An_account_knows_sessions_only_as_ports()
    {
        // Binding and ending come from the same process until there are several: they hand over the port, and keep nothing else.
        string[] allowed = ["Account.Resources.cs", "Account.Presence.cs"];
        string[] faults = [.. SourceTree.Files("src/Nightjar.Server")
            .Where(f => Path.GetFileName(f.Path) is var name && name.StartsWith("Account.", StringComparison.Ordinal) && f.Path.Contains("/Sessions/", StringComparison.Ordinal) && !allowed.Contains(name))
            .Where(f => System.Text.RegularExpressions.Regex.IsMatch(f.Code, @"\bSession\b"))
            .Select(f => f.Path)];
        Assert.Empty(faults);
        Assert.DoesNotContain(
            SourceTree.Files("src/Nightjar.Server").Where(f => f.Path.EndsWith("BoundResource.cs", StringComparison.Ordinal)),
            f => System.Text.RegularExpressions.Regex.IsMatch(f.Code, @"\bSession\b"));
    }

    /// <summary>Higher is lower in the list; what everybody may use counts as the bottom, the root that composes as the top.</summary>
    private static int LayerOf(string name)
    {
        string[] parts = name.Split('.');
        if (parts is not ["Nightjar", "Server", ..])
        {
            return int.MaxValue;
        }

        if (parts.Length == 2)
        {
            return -1;
        }

        return parts[2] == "Configuration" ? int.MaxValue : Array.FindIndex(s_layers, l => l.Contains(parts[2]));
    }
}
