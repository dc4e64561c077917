using System.Text;
using System.Text.RegularExpressions;

namespace Nightjar.Tests.Architecture;

/// <summary>One file of C#.</summary>
/// <param name="Path">Relative to the repository's root.</param>
/// <param name="Text">As it stands.</param>
internal sealed partial record SourceFile(string Path, string Text)
{
    private string? _code;

    /// <summary>The namespace it declares.</summary>
    public string Namespace => NamespaceLine().Match(Text).Groups[1].Value;

    /// <summary>The namespaces of ours it uses.</summary>
    public IEnumerable<string> Usings => UsingLine().Matches(Text).Select(m => m.Groups[1].Value);

    public int Lines => Text.AsSpan().Count('\n');

    /// <summary>The text without comments and without the contents of strings.</summary>
    public string Code => _code ??= Strip();

    private string Strip()
    {
        var code = new StringBuilder(Text.Length);
        foreach (Match match in Tokens().Matches(Text))
        {
            code.Append(match.Groups["keep"].Success ? match.Value : " ");
        }

        return code.ToString();
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^(?:global )?using (?:static )?(?:\w+ = )?(Nightjar[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    // Comments, raw strings, verbatim and ordinary strings, characters; everything else is kept.
    [GeneratedRegex("//[^\n]*|/\\*.*?\\*/|\"{3}.*?\"{3}|[$@]*@[$@]*\"(?:[^\"]|\"\")*\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])+'|(?<keep>.)", RegexOptions.Singleline)]
    private static partial Regex Tokens();
}
