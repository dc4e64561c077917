using System.Text;

namespace Nightjar.Xmpp.Addressing;

/// <summary>Strings as sequences of code points, and mappings over them.</summary>
static class CodePoints
{
    public static int[] Of(ReadOnlySpan<char> text)
    {
        var output = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
            output.Add(rune.Value);
        return [.. output];
    }

    public static string ToText(IEnumerable<int> codePoints)
    {
        var text = new StringBuilder();
        foreach (var cp in codePoints)
            text.Append(new Rune(cp).ToString());
        return text.ToString();
    }

    /// <summary>False when the string holds half a surrogate pair.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var used) != System.Buffers.OperationStatus.Done)
                return false;
            text = text[used..];
        }
        return true;
    }

    /// <summary>Full-width and half-width characters become ordinary ones (RFC 8265 §3.3.1, UAX 11).</summary>
    public static string MapWidth(string text) =>
        Map(text, static info => info.HasWidthMapping, UnicodeTables.Instance.Width);

    /// <summary>
    /// Unicode's toLowerCase, but for the final sigma: U+03A3 always becomes U+03C3. A mapping that looks at its neighbours
    /// would give one name two spellings, depending on what was joined to it.
    /// </summary>
    public static string ToLower(string text) =>
        Map(text, static info => info.HasLower, UnicodeTables.Instance.Lower);

    /// <summary>Every space separator becomes U+0020 (RFC 8265 §4.2.1, RFC 8266 §2.1).</summary>
    public static string MapSpaces(string text)
    {
        var tables = UnicodeTables.Instance;
        // All spaces are in the basic plane, so UTF-16 units are enough.
        return string.Create(text.Length, text, (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = tables[source[i]].IsSpace ? ' ' : source[i];
        });
    }

    static string Map(string text, Func<CodePointInfo, bool> applies, StringMap map)
    {
        var tables = UnicodeTables.Instance;
        StringBuilder? output = null;
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (applies(tables[rune.Value]))
            {
                output ??= new StringBuilder(text, 0, at, text.Length + 8);
                output.Append(map[rune.Value]);
            }
            else
            {
                output?.Append(text, at, rune.Utf16SequenceLength);
            }
            at += rune.Utf16SequenceLength;
        }
        return output?.ToString() ?? text;
    }
}
