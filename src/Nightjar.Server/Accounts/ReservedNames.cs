namespace Nightjar.Server.Accounts;

/// <summary>The words of <c>reserved-names.txt</c> and of the operator, and whether a name could be taken for one of them.</summary>
sealed class ReservedNames
{
    // A digit that stands for a letter is one of the first or last of a word (5upp0r7), so beyond this it is all or none.
    const int MaxSingleDigits = 3;

    static readonly string[] BuiltIn = ReadBuiltIn();

    readonly List<string> _whole = []; // refused alone
    readonly List<string> _company = []; // refused among words of these lists and the fillers
    readonly List<string> _edges = []; // refused at either end of any name
    readonly List<string> _fillers = [];

    public ReservedNames(IEnumerable<string> fromOperator)
    {
        foreach (var line in BuiltIn)
        {
            var list = line[0] switch { '+' => _company, '*' => _edges, '~' => _fillers, _ => _whole };
            list.Add(LookAlike.Fold(line.AsSpan().TrimStart("+*~ ")));
        }
        foreach (var name in fromOperator.Where(n => n.Length > 0))
            _whole.Add(LookAlike.Fold(name.ToLowerInvariant()));
    }

    /// <summary>Whether the name of lower-case letters and digits is reserved or resembles one that is.</summary>
    public bool Matches(string name)
    {
        // Digits at the ends are either look-alike letters or decoration: several ways of dropping some are tried.
        var leading = Strippable(name.TakeWhile(char.IsAsciiDigit).Count());
        var trailing = Strippable(name.Reverse().TakeWhile(char.IsAsciiDigit).Count());
        return leading.Exists(start => trailing.Exists(end =>
            start + end < name.Length && MatchesFolded(LookAlike.Fold(name.AsSpan(start..^end)))));
    }

    static List<int> Strippable(int digits) => [.. Enumerable.Range(0, Math.Min(digits, MaxSingleDigits) + 1).Append(digits).Distinct()];

    bool MatchesFolded(string name) =>
        _whole.Exists(w => IsWhole(name, w))
        || _edges.Exists(w => LookAlike.Ends(name, 0, w).Any() || EndsWith(name, w))
        || IsMadeOfWords(name);

    static bool IsWhole(string name, string word) => LookAlike.Ends(name, 0, word).Contains(name.Length);

    static bool EndsWith(string name, string word)
    {
        for (var at = 1; at < name.Length; at++)
        {
            if (LookAlike.Ends(name, at, word).Contains(name.Length))
                return true;
        }
        return false;
    }

    // Whether the name is a sequence of known words, at least one of them no filler.
    bool IsMadeOfWords(string name)
    {
        var reached = new (bool Fillers, bool Staff)[name.Length + 1];
        reached[0].Fillers = true;
        for (var at = 0; at < name.Length; at++)
        {
            if (!reached[at].Fillers && !reached[at].Staff)
                continue;
            foreach (var end in _company.SelectMany(w => LookAlike.Ends(name, at, w)))
                reached[end].Staff = true;
            foreach (var end in _fillers.SelectMany(w => LookAlike.Ends(name, at, w)))
            {
                reached[end].Fillers |= reached[at].Fillers;
                reached[end].Staff |= reached[at].Staff;
            }
        }
        return reached[name.Length].Staff;
    }

    static string[] ReadBuiltIn()
    {
        using var stream = typeof(ReservedNames).Assembly.GetManifestResourceStream("reserved-names.txt")
            ?? throw new InvalidOperationException("The resource reserved-names.txt is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#')];
    }
}
