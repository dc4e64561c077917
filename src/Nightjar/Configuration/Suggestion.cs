namespace Nightjar.Configuration;

/// <summary>"Did you mean …?"</summary>
internal static class Suggestion
{
    /// <summary>A sentence with the closest of the known words when one is close, otherwise with all of them.</summary>
    public static string For(string written, IEnumerable<string> known)
    {
        var words = known.ToList();
        var closest = words.Select(w => (Word: w, Distance: Distance(written.ToLowerInvariant(), w.ToLowerInvariant())))
            .OrderBy(w => w.Distance).FirstOrDefault();
        // A third of the letters wrong is a typing error; more is another word.
        return closest.Word is not null && closest.Distance <= Math.Max(1, closest.Word.Length / 3)
            ? $"Did you mean `{closest.Word}`?"
            : $"Possible here: {string.Join(", ", words)}.";
    }

    /// <summary>Insertions, deletions, substitutions and swaps of neighbours that lead from one word to the other.</summary>
    internal static int Distance(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }

                var substitution = table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                var best = Math.Min(substitution, 1 + Math.Min(table[i - 1, j], table[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    best = Math.Min(best, 1 + table[i - 2, j - 2]);
                }

                table[i, j] = best;
            }
        }

        return table[a.Length, b.Length];
    }
}
