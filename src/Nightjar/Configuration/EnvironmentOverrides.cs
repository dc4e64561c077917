using System.Globalization;

namespace Nightjar.Configuration;

/// <summary>
/// Puts environment variables over the file: <c>NIGHTJAR__LIMITS__CONNECTIONS=100</c>,
/// <c>NIGHTJAR__LISTENERS__0__PORT=15222</c>, lists of words as <c>a,b</c>. They become nodes, so that they are
/// validated exactly like the file. An index addresses an entry of the file's list (of the built-in one when the
/// file has none) or the one after its end.
/// </summary>
internal static class EnvironmentOverrides
{
    private const string Prefix = "NIGHTJAR__";

    public static void Apply(
        MappingNode root, MappingNode defaults, IReadOnlyDictionary<string, string> environment, List<ConfigurationProblem> problems)
    {
        var overrides = environment
            .Where(v => v.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            .Select(v => (Name: v.Key, Segments: v.Key[Prefix.Length..].ToLowerInvariant().Split("__"), v.Value))
            // Numbers in their order, so that entries are appended one after the other.
            .OrderBy(v => string.Join(' ', v.Segments.Select(s => s.PadLeft(40))), StringComparer.Ordinal);
        foreach (var (name, segments, value) in overrides)
        {
            var location = new SourceLocation($"environment variable {name}", 0, 0);
            if (Set(root, defaults, segments, new ScalarNode(value, true, location)) is { } fault)
            {
                problems.Add(new(location, fault));
            }
        }
    }

    private static string? Set(ConfigurationNode target, ConfigurationNode? defaults, ReadOnlySpan<string> segments, ScalarNode value)
    {
        var segment = segments[0];
        var rest = segments[1..];
        switch (target)
        {
            case MappingNode mapping:
                var fallback = (defaults as MappingNode)?.Entries.GetValueOrDefault(segment).Value;
                if (rest.IsEmpty)
                {
                    mapping.Entries[segment] = (value.Location, value);
                    return null;
                }

                if (!mapping.Entries.TryGetValue(segment, out var entry) || entry.Value is ScalarNode { IsNull: true })
                {
                    entry = (value.Location, NewNode(fallback, rest[0], value.Location));
                    mapping.Entries[segment] = entry;
                }

                return Set(entry.Value, fallback, rest, value);

            case SequenceNode sequence:
                if (!int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > sequence.Items.Count)
                {
                    return $"`{segment}` does not count an entry of the list: 0 to {sequence.Items.Count} is possible.";
                }

                if (index == sequence.Items.Count)
                {
                    sequence.Items.Add(rest.IsEmpty ? value : NewNode(null, rest[0], value.Location));
                }
                else if (rest.IsEmpty)
                {
                    sequence.Items[index] = value;
                }

                return rest.IsEmpty ? null : Set(sequence.Items[index], null, rest, value);

            default:
                return $"`{segment}` lies below a setting that has a single value.";
        }
    }

    private static ConfigurationNode NewNode(ConfigurationNode? fallback, string next, SourceLocation location) => fallback switch
    {
        SequenceNode list => list, // The built-in entries, to be changed or added to.
        _ when next.All(char.IsAsciiDigit) => new SequenceNode(location),
        _ => new MappingNode(location),
    };
}
