using System.Text.Json;

namespace Nightjar.UnicodeTables;

/// <summary>The classes of strings that look alike (UTS 39 §4), and for every character that is not its class's representative, that.</summary>
static class ConfusableClasses
{
    /// <summary>One string map (see <see cref="TableWriter"/>) from character to representative.</summary>
    public static byte[] Write(string jsonPath, Normalizer normalizer)
    {
        var parents = new Dictionary<string, string>();
        using (var json = JsonDocument.Parse(File.ReadAllBytes(jsonPath)))
        {
            foreach (var entry in json.RootElement.EnumerateObject())
            {
                foreach (var other in entry.Value.EnumerateArray())
                    parents[Find(parents, Clean(entry.Name))] = Find(parents, Clean(other.GetProperty("c").GetString()!));
            }
        }

        var representative = new Dictionary<string, string>();
        foreach (var members in parents.Keys.GroupBy(k => Find(parents, k)))
        {
            // A sequence must represent its class: only single characters are replaced, so it could not become one.
            var best = members.OrderByDescending(m => Runes(m).Length > 1)
                .ThenByDescending(m => m is [>= 'a' and <= 'z']).ThenByDescending(m => m is [>= 'A' and <= 'Z']).ThenByDescending(m => m is [< '\x80'])
                .ThenBy(m => m, StringComparer.Ordinal).First();
            foreach (var member in members.Where(m => m != best))
                representative[member] = best;
        }

        var map = new SortedDictionary<int, string>();
        foreach (var (from, to) in representative.Where(p => Runes(p.Key).Length == 1))
            map[Runes(from)[0]] = Close(to, representative, normalizer);
        var sequences = representative.Keys.Count(k => Runes(k).Length > 1);
        Console.WriteLine($"confusables {map.Count}, sequences beside another sequence {sequences}");

        using var output = new MemoryStream();
        TableWriter.Section(output, w => TableWriter.WriteMap(w, map));
        return output.ToArray();
    }

    // The characters of a representative may themselves have representatives: replace until nothing changes.
    static string Close(string text, Dictionary<string, string> representative, Normalizer normalizer)
    {
        for (var round = 0; round < 8; round++)
        {
            var decomposed = normalizer.Decompose(Runes(text), compatibility: false);
            var next = string.Concat(decomposed.Select(char.ConvertFromUtf32).Select(c => representative.GetValueOrDefault(c, c)));
            if (next == text)
                return text;
            text = next;
        }
        throw new InvalidOperationException($"no end for {text}");
    }

    // The package took the characters from the comments of confusables.txt, where marks of direction surround them.
    static string Clean(string text) => text.Length > 1 ? text.Replace("\u200E", "", StringComparison.Ordinal) : text;

    static int[] Runes(string text) => [.. text.EnumerateRunes().Select(r => r.Value)];

    static string Find(Dictionary<string, string> parents, string key)
    {
        while (parents.TryGetValue(key, out var parent) && parent != key)
            key = parent;
        parents.TryAdd(key, key);
        return key;
    }
}
