using System.Text;

namespace Nightjar.Server.Accounts;

/// <summary>
/// Folds user names of lower-case letters and digits so that look-alikes become one, and compares folded names. The tables
/// are for this alphabet only; look-alikes among all of Unicode are the work of <c>Confusables</c>.
/// </summary>
static class LookAlike
{
    // A word this long is recognised with a doubled letter missing (suport); shorter ones would hit other words (rot, root).
    const int LooseLength = 6;

    // A word this long is recognised with letters doubled at will (rooot); shorter ones would hit other words (mood, boot).
    const int DoublingLength = 4;

    static readonly (string From, char To)[] Sequences = [("rn", 'm'), ("vv", 'w'), ("cl", 'd')];

    // i and l are one because 1 stands for either.
    static char Fold(char c) => c switch
    {
        '0' => 'o',
        '1' or 'i' => 'l',
        '2' => 'z',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '6' or '9' => 'g',
        '7' => 't',
        '8' => 'b',
        _ => c,
    };

    /// <summary>The folded name: digits as the letters they resemble, pairs of letters as the one they resemble.</summary>
    public static string Fold(ReadOnlySpan<char> name)
    {
        var output = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            var folded = Fold(name[i]);
            foreach (var (from, to) in Sequences)
            {
                if (!name[i..].StartsWith(from))
                    continue;
                folded = to;
                i++;
                break;
            }
            output.Append(folded);
        }
        return output.ToString();
    }

    /// <summary>
    /// Where the folded <paramref name="word"/>, read at <paramref name="at"/> in the folded <paramref name="name"/>, may end.
    /// Letters may be doubled at will (addmin). Empty when it does not stand there.
    /// </summary>
    public static IEnumerable<int> Ends(string name, int at, string word)
    {
        for (var i = 0; i < word.Length;)
        {
            var wanted = Run(word, i);
            var found = Run(name, at);
            var least = word.Length >= LooseLength ? Math.Max(1, wanted - 1) : wanted;
            if (found < least || name[at] != word[i])
                yield break;
            if (word.Length < DoublingLength)
                found = Math.Min(found, wanted);
            i += wanted;
            if (i < word.Length)
            {
                at += found;
                continue;
            }
            // The last run may be shared with the word that follows (the end of "mods" in "modsstaff").
            for (var length = least; length <= found; length++)
                yield return at + length;
        }
    }

    // How many equal characters stand at the place.
    static int Run(string text, int at)
    {
        var end = at;
        while (end < text.Length && text[end] == text[at])
            end++;
        return end - at;
    }
}
