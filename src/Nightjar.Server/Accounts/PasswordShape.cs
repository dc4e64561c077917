namespace Nightjar.Server.Accounts;

/// <summary>Recognises what makes a password weak by itself. All input is printable ASCII in lower case, at most 64 characters.</summary>
static class PasswordShape
{
    /// <summary>Very few different characters, or characters that follow each other (abcdef…, 987654…).</summary>
    public static bool IsPattern(ReadOnlySpan<char> text, int minDifferent)
    {
        Span<bool> seen = stackalloc bool[128];
        int different = 0, steps = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!seen[text[i]])
            {
                seen[text[i]] = true;
                different++;
            }
            if (i > 0 && (Math.Abs(text[i] - text[i - 1]) <= 1 || (text[i] == '0' && text[i - 1] == '9')))
                steps++;
        }
        // Two breaks are granted: 12345abcde is still a pattern.
        return different < minDifferent || steps >= text.Length - 2;
    }

    /// <summary>
    /// Whether the text is a known bad password, possibly repeated, dressed in digits and signs or with look-alike letters,
    /// and less than <paramref name="minBeside"/> characters (or another known one) beside it.
    /// </summary>
    public static bool IsMostlyKnown(ReadOnlySpan<char> text, int minBeside)
    {
        if (IsKnownOrCore(text, minBeside))
            return true;
        Span<char> undisguised = stackalloc char[text.Length];
        foreach (var one in "il")
        {
            for (var i = 0; i < text.Length; i++)
                undisguised[i] = Undisguise(text[i], one);
            if (IsKnownOrCore(undisguised, minBeside))
                return true;
            // The digits at the ends may be decoration while those within are disguise: p4ssw0rd2026.
            var (start, end) = Core(text);
            if (end > start && Beside(text, start, end, minBeside) && KnownBadPasswords.Contains(undisguised[start..end]))
                return true;
        }
        undisguised.Clear();
        return false;
    }

    static bool IsKnownOrCore(ReadOnlySpan<char> text, int minBeside)
    {
        if (KnownBadPasswords.Contains(text) || IsKnownPair(text))
            return true;
        var (start, end) = Core(text);
        return end > start && Beside(text, start, end, minBeside) && (KnownBadPasswords.Contains(text[start..end]) || IsKnownPair(text[start..end]));
    }

    // One known word twice, or two of them (passwordqwerty): two guesses from a list, not a secret.
    static bool IsKnownPair(ReadOnlySpan<char> text)
    {
        for (var at = KnownBadPasswords.MinLength; at <= text.Length - KnownBadPasswords.MinLength; at++)
        {
            if (KnownBadPasswords.Contains(text[..at]) && KnownBadPasswords.Contains(text[at..]))
                return true;
        }
        return false;
    }

    // What stands beside the core is too short to be a secret, or is itself known.
    static bool Beside(ReadOnlySpan<char> text, int start, int end, int minBeside) =>
        start + text.Length - end < minBeside
        || ((start == 0 || Weak(text[..start])) && (end == text.Length || Weak(text[end..])));

    static bool Weak(ReadOnlySpan<char> text) => KnownBadPasswords.Contains(text) || IsPattern(text, minDifferent: 3);

    // From the first letter to the last.
    static (int Start, int End) Core(ReadOnlySpan<char> text)
    {
        int start = 0, end = text.Length;
        while (start < end && !char.IsAsciiLetter(text[start]))
            start++;
        while (end > start && !char.IsAsciiLetter(text[end - 1]))
            end--;
        return (start, end);
    }

    static char Undisguise(char c, char one) => c switch
    {
        '0' => 'o',
        '1' or '!' or '|' => one,
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' or '+' => 't',
        '8' => 'b',
        '9' => 'g',
        _ => c,
    };
}
