using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Nightjar.Testing.Clients;

namespace Nightjar.Scenarios.Script;

/// <summary>
/// Turns the text of a block into what is sent: <c>{name}</c> becomes what was captured, <c>{bytes C0 AF}</c> raw bytes,
/// <c>{repeat 1000 TEXT}</c> the text that often.
/// </summary>
internal static partial class Placeholders
{
    public static byte[] Fill(string text, IDictionary<string, string> captures)
    {
        var bytes = new List<byte>();
        int at = 0;
        foreach (Match match in Pattern().Matches(text))
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(text[at..match.Index]));
            bytes.AddRange(Value(match, captures));
            at = match.Index + match.Length;
        }

        bytes.AddRange(Encoding.UTF8.GetBytes(text[at..]));
        return [.. bytes];
    }

    private static byte[] Value(Match match, IDictionary<string, string> captures)
    {
        if (match.Groups["hex"] is { Success: true } hex)
        {
            return Convert.FromHexString(hex.Value.Replace(" ", "", StringComparison.Ordinal));
        }

        if (match.Groups["count"] is { Success: true } count)
        {
            string text = match.Groups["text"].Value;
            return Encoding.UTF8.GetBytes(new StringBuilder().Insert(0, text, int.Parse(count.Value, CultureInfo.InvariantCulture)).ToString());
        }

        string name = match.Groups["name"].Value;
        return captures.TryGetValue(name, out string? known)
            ? Encoding.UTF8.GetBytes(known)
            : throw new ExpectationException($"{{{name}}} has not been received yet");
    }

    [GeneratedRegex(@"\{(?:bytes (?<hex>[0-9A-F ]+)|repeat (?<count>\d+) (?<text>[^}]+)|(?<name>[a-z][a-z0-9-]*))\}")]
    private static partial Regex Pattern();
}
