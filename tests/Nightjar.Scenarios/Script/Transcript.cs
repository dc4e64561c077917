using System.Text;
using System.Text.RegularExpressions;

namespace Nightjar.Scenarios.Script;

/// <summary>A transcript as it stands in its file. The format is described in <c>Transcripts/README.md</c>.</summary>
internal sealed partial class Transcript
{
    private static readonly string[] s_settings = ["archive off", "presence matters", "registration closed"];

    private Transcript(string name) => Name = name;

    /// <summary>The file's name without its ending.</summary>
    public string Name { get; }

    public List<Step> Steps { get; } = [];

    /// <summary>What the line <c>settings:</c> says.</summary>
    public HashSet<string> Settings { get; } = [];

    /// <summary>Why it cannot be run against the program; null when it can.</summary>
    public string? OnlyInMemory { get; private set; }

    /// <summary>Everybody who acts, in order; they all have an account.</summary>
    public IEnumerable<string> People => Steps.Where(s => s.Actor is not null).Select(s => s.Actor!.Localpart).Distinct();

    public bool Restarts => Steps.Any(s => s is { Actor: null, Verb: "the server restarts" });

    /// <summary>All transcripts, by name.</summary>
    public static IReadOnlyDictionary<string, Transcript> All { get; } = Directory
        .EnumerateFiles(BuildFacts.Transcripts, "*.txt", SearchOption.AllDirectories)
        .Select(f => Parse(Path.GetFileNameWithoutExtension(f), File.ReadAllLines(f)))
        .OrderBy(t => t.Name, StringComparer.Ordinal)
        .ToDictionary(t => t.Name);

    /// <exception cref="FormatException">A line is none that a transcript can have.</exception>
    public static Transcript Parse(string name, string[] lines)
    {
        var transcript = new Transcript(name);
        for (int at = 0; at < lines.Length;)
        {
            int number = at + 1;
            string line = lines[at++];
            if (string.IsNullOrWhiteSpace(line) || line[0] == '#')
            {
                continue;
            }

            var block = new StringBuilder();
            while (at < lines.Length && (lines[at].StartsWith("    ", StringComparison.Ordinal) || (lines[at].Length == 0 && block.Length > 0)))
            {
                block.Append(lines[at++].Trim()).Append('\n');
            }

            if (line.StartsWith(' ') || (line.EndsWith(':') != (block.Length > 0)))
            {
                throw new FormatException($"{name}, line {number}: what a person sends or receives stands indented by four below a line with a colon");
            }

            transcript.Add(number, line.TrimEnd(':').Trim(), block.ToString().Trim());
        }

        return transcript;
    }

    private void Add(int number, string line, string block)
    {
        if (line.StartsWith("settings: ", StringComparison.Ordinal))
        {
            foreach (string setting in line["settings: ".Length..].Split(';', StringSplitOptions.TrimEntries))
            {
                AddSetting(number, setting);
            }

            return;
        }

        Match match = ActorLine().Match(line);
        Actor? actor = match.Success
            ? new Actor(match.Groups["person"].Value, match.Groups["device"] is { Success: true } device ? device.Value : null)
            : null;
        Steps.Add(new Step(number, actor, match.Success ? match.Groups["verb"].Value : line, block));
        if (actor is null && line.StartsWith("time passes ", StringComparison.Ordinal))
        {
            OnlyInMemory ??= "time has to pass";
        }
    }

    private void AddSetting(int number, string setting)
    {
        if (setting.StartsWith("only in memory: ", StringComparison.Ordinal))
        {
            OnlyInMemory = setting["only in memory: ".Length..];
        }
        else if (!s_settings.Contains(setting))
        {
            throw new FormatException($"{Name}, line {number}: '{setting}' is not a setting; there are: {string.Join("; ", s_settings)}; only in memory: REASON");
        }
        else
        {
            Settings.Add(setting);
        }
    }

    // "Juliet's connection breaks" is about Juliet, "Juliet's phone connects" about a device.
    [GeneratedRegex("^(?<person>[A-Z][a-z]+)(?:'s (?<device>(?!connection\\b)[a-z]+))?(?:'s)? (?<verb>.+)$")]
    private static partial Regex ActorLine();
}
