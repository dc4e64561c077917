namespace Nightjar.Xmpp.Addressing;

/// <summary>The contextual rules that PRECIS and IDNA share (RFC 5892 Appendix A).</summary>
static class ContextRules
{
    const byte Virama = 9;

    /// <summary>Whether the character at <paramref name="at"/>, one with a ContextJ or ContextO property, may stand there.</summary>
    public static bool Allow(ReadOnlySpan<int> text, int at)
    {
        var tables = UnicodeTables.Instance;
        return text[at] switch
        {
            0x200C => FollowsVirama(text, at, tables) || JoinsBothSides(text, at, tables), // A.1
            0x200D => FollowsVirama(text, at, tables), // A.2
            0xB7 => at > 0 && at + 1 < text.Length && text[at - 1] == 'l' && text[at + 1] == 'l', // A.3
            0x375 => at + 1 < text.Length && tables[text[at + 1]].Script == ScriptGroup.Greek, // A.4
            0x5F3 or 0x5F4 => at > 0 && tables[text[at - 1]].Script == ScriptGroup.Hebrew, // A.5, A.6
            0x30FB => text[..at].Contains(0x30FB) || HasJapanese(text, tables), // A.7; asked once, or many dots would cost their square
            >= 0x660 and <= 0x669 => text[..at].ContainsAnyInRange(0x660, 0x669) || !text.ContainsAnyInRange(0x6F0, 0x6F9), // A.8, asked once
            >= 0x6F0 and <= 0x6F9 => text[..at].ContainsAnyInRange(0x6F0, 0x6F9) || !text.ContainsAnyInRange(0x660, 0x669), // A.9, asked once
            _ => false,
        };
    }

    static bool FollowsVirama(ReadOnlySpan<int> text, int at, UnicodeTables tables) =>
        at > 0 && tables[text[at - 1]].CombiningClass == Virama;

    static bool JoinsBothSides(ReadOnlySpan<int> text, int at, UnicodeTables tables)
    {
        var before = at - 1;
        while (before >= 0 && tables[text[before]].Joining == JoiningType.Transparent)
            before--;
        var after = at + 1;
        while (after < text.Length && tables[text[after]].Joining == JoiningType.Transparent)
            after++;
        return before >= 0 && tables[text[before]].Joining is JoiningType.Left or JoiningType.Dual
            && after < text.Length && tables[text[after]].Joining is JoiningType.Right or JoiningType.Dual;
    }

    static bool HasJapanese(ReadOnlySpan<int> text, UnicodeTables tables)
    {
        foreach (var cp in text)
        {
            if (tables[cp].Script == ScriptGroup.HiraganaKatakanaHan)
                return true;
        }
        return false;
    }
}
