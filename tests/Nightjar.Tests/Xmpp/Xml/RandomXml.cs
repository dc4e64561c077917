using System.Text;

namespace Nightjar.Tests.Xmpp.Xml;

/// <summary>Writes well-formed elements with everything in them that a stream may have; the same seed, the same text.</summary>
internal sealed class RandomXml(int seed, bool asciiNames = false)
{
    private static readonly string[] s_asciiNames = ["a", "b", "body", "x-1", "_y.z", "message", "iq", "query", "verylongnameindeed"];
    private static readonly string[] s_allNames = [.. s_asciiNames, "\u00E9l\u00E9ment", "\u540D\u524D", "\u0416"];
    private static readonly string[] s_namespaces = ["urn:u", "urn:v", "jabber:client", "http://jabber.org/protocol/chatstates", "u&amp;v", "\u00FC", "a\tb"];
    private static readonly string[] s_texts =
    [
        "x", "hello world", " ", "\n", "\r\n", "\r", "\t", "&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#65;", "&#x20AC;", "&#13;", "&#9;", "&#xA;",
        "\u00E9", "\u20AC", "\U0001F600", "]", "]]", "'", "\"", "A longer piece of plain text that fills more than one vector of bytes, surely.",
    ];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _out = new();

    /// <summary>One element; <c>stream:</c> is in scope.</summary>
    public string Element()
    {
        _out.Clear();
        Element(0, ["stream"]);
        return _out.ToString();
    }

    private void Element(int depth, List<string> scope)
    {
        scope = [.. scope];
        var declarations = new List<string>();
        if (Chance(3))
        {
            declarations.Add($"xmlns={Quoted(Pick(s_namespaces))}");
        }

        foreach (var prefix in (string[])["p", "q", "stream"])
        {
            if (Chance(6))
            {
                declarations.Add($"xmlns:{prefix}={Quoted(Pick(s_namespaces) + prefix)}");
                scope.Add(prefix);
            }
        }

        var name = (Chance(4) ? Pick(scope) + ":" : "") + Name();
        var used = new HashSet<string>();
        for (var n = _random.Next(4); n > 0; n--)
        {
            var local = Name();
            var prefix = Chance(4) ? Pick(scope) + ":" : Chance(8) ? "xml:" : "";
            // One local name once, so that the expanded names differ whatever the prefixes mean.
            if (used.Add(local))
            {
                declarations.Add(prefix == "xml:" ? $"xml:lang{n}={Quoted("en")}" : $"{prefix}{local}{Spaces(8)}={Spaces(8)}{Quoted(Value())}");
            }
        }

        _out.Append('<').Append(name);
        foreach (var attribute in declarations.OrderBy(_ => _random.Next()))
        {
            _out.Append(Chance(8) ? "\n\t" : " ").Append(attribute);
        }

        _out.Append(Spaces(6));
        if (Chance(5))
        {
            _out.Append("/>");
            return;
        }

        _out.Append('>');
        for (var n = _random.Next(depth > 5 ? 2 : 5); n > 0; n--)
        {
            switch (_random.Next(4))
            {
                case 0 when depth <= 5:
                case 1 when depth <= 5:
                    Element(depth + 1, scope);
                    break;
                case 2 when Chance(3):
                    _out.Append("<![CDATA[").Append(Pick((string[])["", "x", "<&>", "]", "]]", "\r\n\u20AC"])).Append("]]>");
                    break;
                default:
                    Text();
                    break;
            }
        }

        _out.Append("</").Append(name).Append(Spaces(8)).Append('>');
    }

    private void Text()
    {
        for (var n = _random.Next(4); n > 0; n--)
        {
            _out.Append(Pick(s_texts)).Append('.');
        }
    }

    private string Value()
    {
        var value = new StringBuilder();
        for (var n = _random.Next(3); n > 0; n--)
        {
            value.Append(Pick(s_texts));
        }

        return value.ToString();
    }

    private string Quoted(string value)
    {
        var quote = Chance(2) ? '\'' : '"';
        return quote + value.Replace(quote.ToString(), quote == '"' ? "&quot;" : "&apos;", StringComparison.Ordinal) + quote;
    }

    private string Name() => Pick(asciiNames ? s_asciiNames : s_allNames);

    private string Spaces(int rarity) => Chance(rarity) ? Pick((string[])[" ", "\n", "\r\n\t "]) : "";

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private T Pick<T>(IReadOnlyList<T> values) => values[_random.Next(values.Count)];
}
