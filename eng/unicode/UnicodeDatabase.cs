using System.Globalization;

namespace Nightjar.UnicodeTables;

/// <summary>The files of the Unicode Character Database (UAX 44) that the tables are made from, by code point.</summary>
sealed class UnicodeDatabase
{
    public const int Size = 0x110000;

    public string[] Category { get; } = new string[Size];
    public byte[] CombiningClass { get; } = new byte[Size];
    public string[] Bidi { get; } = new string[Size];
    public string?[] Lower { get; } = new string?[Size];
    public string?[] Fold { get; } = new string?[Size];
    public string[] Script { get; } = new string[Size];
    public string[] JoiningType { get; } = new string[Size];
    public string[] HangulType { get; } = new string[Size];
    public bool[] DefaultIgnorable { get; } = new bool[Size];
    public bool[] Noncharacter { get; } = new bool[Size];
    public bool[] WhiteSpace { get; } = new bool[Size];
    public bool[] CompositionExclusion { get; } = new bool[Size];

    /// <summary>One step of decomposition, and its tag such as <c>wide</c> (null: canonical).</summary>
    public Dictionary<int, (string? Tag, int[] To)> Decomposition { get; } = [];

    public UnicodeDatabase(string folder)
    {
        Array.Fill(Category, "Cn");
        Array.Fill(Bidi, "L");
        Array.Fill(Script, "Zzzz");
        Array.Fill(JoiningType, "U");
        Array.Fill(HangulType, "NA");
        ReadUnicodeData(Path.Combine(folder, "UnicodeData.txt"));
        ReadRanges(folder, "Scripts.txt", (cp, f) => Script[cp] = f[1]);
        ReadRanges(folder, "HangulSyllableType.txt", (cp, f) => HangulType[cp] = f[1]);
        ReadRanges(folder, "DerivedNormalizationProps.txt", (cp, f) => CompositionExclusion[cp] |= f[1] == "Full_Composition_Exclusion");
        ReadRanges(folder, "DerivedCoreProperties.txt", (cp, f) => DefaultIgnorable[cp] |= f[1] == "Default_Ignorable_Code_Point");
        ReadRanges(folder, "PropList.txt", (cp, f) =>
        {
            Noncharacter[cp] |= f[1] == "Noncharacter_Code_Point";
            WhiteSpace[cp] |= f[1] == "White_Space";
        });
        ReadRanges(folder, "CaseFolding.txt", (cp, f) =>
        {
            if (f[1] is "C" or "F")
                Fold[cp] = Text(f[2]);
        });
        ReadRanges(folder, "extracted/DerivedJoiningType.txt", (cp, f) => JoiningType[cp] = f[1]);
        ReadRanges(folder, "SpecialCasing.txt", (cp, f) =>
        {
            // Only unconditional lines: no language, no context (see Precis.ToLower for the final sigma).
            if (f.Length == 5 && f[4].Length == 0 && f[1].Length > 0 && Text(f[1]) != char.ConvertFromUtf32(cp))
                Lower[cp] = Text(f[1]);
        });
    }

    void ReadUnicodeData(string path)
    {
        var rangeStart = -1;
        foreach (var line in File.ReadLines(path))
        {
            var f = line.Split(';');
            var cp = Hex(f[0]);
            if (f[1].EndsWith(", First>", StringComparison.Ordinal))
            {
                rangeStart = cp;
                continue;
            }
            for (var c = f[1].EndsWith(", Last>", StringComparison.Ordinal) ? rangeStart : cp; c <= cp; c++)
            {
                Category[c] = f[2];
                CombiningClass[c] = byte.Parse(f[3], CultureInfo.InvariantCulture);
                Bidi[c] = f[4];
            }
            if (f[13].Length > 0)
                Lower[cp] = Text(f[13]);
            if (f[5].Length > 0)
            {
                var tag = f[5][0] == '<' ? f[5][1..f[5].IndexOf('>', StringComparison.Ordinal)] : null;
                var to = f[5][(f[5].IndexOf('>', StringComparison.Ordinal) + 1)..].Trim();
                Decomposition[cp] = (tag, [.. to.Split(' ').Select(Hex)]);
            }
        }
    }

    static void ReadRanges(string folder, string name, Action<int, string[]> set)
    {
        foreach (var line in File.ReadLines(Path.Combine(folder, name)))
        {
            var hash = line.IndexOf('#', StringComparison.Ordinal);
            var f = (hash < 0 ? line : line[..hash]).Split(';', StringSplitOptions.TrimEntries);
            if (f.Length < 2)
                continue;
            var ends = f[0].Split("..").Select(Hex).ToArray();
            for (var cp = ends[0]; cp <= ends[^1]; cp++)
                set(cp, f);
        }
    }

    static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    static string Text(string codePoints) =>
        string.Concat(codePoints.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => char.ConvertFromUtf32(Hex(c))));
}
