using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Testing.Clients;

/// <summary>
/// XML as it is expected, compared by meaning: namespaces count, prefixes and the order of attributes do not. The default
/// namespace is <c>jabber:client</c>, and the prefix <c>stream</c> is known.
/// </summary>
/// <remarks>
/// In attribute values and text, <c>{any}</c> stands for any text, and <c>{name}</c> for text that is remembered: the
/// first time it may be anything but empty, from then on it must be the same. As text between elements, <c>{any}</c> allows further
/// children and text, and <c>{unordered}</c> lets the children stand in any order. Comments and white space between elements do not count.
/// </remarks>
public sealed partial class XmlPattern
{
    private const string Any = "{any}";
    private const string Unordered = "{unordered}";

    private readonly XElement _root;
    private readonly string _text;

    private XmlPattern(XElement root, string text)
    {
        _root = root;
        _text = text;
    }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="System.Xml.XmlException">It is not well-formed.</exception>
    public static XmlPattern Parse(string text) => new(ParseAll(text).Single(), text);

    /// <summary>Reads several patterns that stand one after the other.</summary>
    /// <exception cref="System.Xml.XmlException">They are not well-formed.</exception>
    public static IReadOnlyList<XElement> ParseAll(string text) =>
        [.. XElement.Parse($"<x xmlns='{Namespaces.Client}' xmlns:stream='{Namespaces.Streams}'>{text}</x>").Elements()];

    /// <summary>Compares.</summary>
    /// <param name="element">What came.</param>
    /// <param name="captures">What placeholders stand for; filled only when all fits.</param>
    /// <returns>The first difference, or null when there is none.</returns>
    public string? Match(Element element, IDictionary<string, string> captures)
    {
        var tried = new Dictionary<string, string>(captures);
        string? difference = Compare(_root, XElement.Parse(element.ToString(), LoadOptions.PreserveWhitespace), tried);
        if (difference is null)
        {
            foreach ((string name, string value) in tried)
            {
                captures[name] = value;
            }
        }

        return difference;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private static string? Compare(XElement expected, XElement actual, Dictionary<string, string> captures)
    {
        if (expected.Name != actual.Name)
        {
            return $"<{expected.Name.LocalName}/> of {expected.Name.NamespaceName} was expected, not <{actual.Name.LocalName}/> of {actual.Name.NamespaceName}";
        }

        return CompareAttributes(expected, actual, captures) ?? CompareContent(expected, actual, captures);
    }

    private static string? CompareAttributes(XElement expected, XElement actual, Dictionary<string, string> captures)
    {
        foreach (XAttribute attribute in expected.Attributes().Where(a => !a.IsNamespaceDeclaration))
        {
            string? value = actual.Attribute(attribute.Name)?.Value;
            if (value is null || !Fits(attribute.Value, value, captures))
            {
                return $"{attribute.Name.LocalName}='{attribute.Value}' of <{expected.Name.LocalName}/> was expected, not {(value is null ? "none" : $"'{value}'")}";
            }
        }

        XAttribute? more = actual.Attributes().FirstOrDefault(a => !a.IsNamespaceDeclaration && expected.Attribute(a.Name) is null);
        return more is null ? null : $"{more.Name.LocalName}='{more.Value}' of <{expected.Name.LocalName}/> was not expected";
    }

    private static string? CompareContent(XElement expected, XElement actual, Dictionary<string, string> captures)
    {
        string text = string.Concat(expected.Nodes().OfType<XText>().Select(t => t.Value));
        if (!expected.HasElements && text.Trim() != Any)
        {
            string is_ = actual.HasElements ? "elements" : actual.Value;
            return !actual.HasElements && Fits(text, actual.Value, captures)
                ? null
                : $"'{text}' in <{expected.Name.LocalName}/> was expected, not {(actual.HasElements ? actual.Elements().First().ToString(SaveOptions.DisableFormatting) : $"'{is_}'")}";
        }

        bool more = text.Contains(Any, StringComparison.Ordinal);
        bool unordered = text.Contains(Unordered, StringComparison.Ordinal);
        if (!more && actual.Nodes().OfType<XText>().Any(t => !string.IsNullOrWhiteSpace(t.Value)))
        {
            return $"text in <{expected.Name.LocalName}/> was not expected";
        }

        return CompareChildren(expected, [.. actual.Elements()], more, unordered, captures);
    }

    private static string? CompareChildren(
        XElement expected, List<XElement> left, bool more, bool unordered, Dictionary<string, string> captures)
    {
        int from = 0;
        foreach (XElement child in expected.Elements())
        {
            // The only place where something may be skipped: further children, or another order.
            int last = more || unordered ? left.Count - 1 : from;
            string? difference = null;
            int found = -1;
            for (int at = unordered ? 0 : from; at <= last && at < left.Count && found < 0; at++)
            {
                var tried = new Dictionary<string, string>(captures);
                string? here = Compare(child, left[at], tried);
                if (here is null)
                {
                    found = at;
                    foreach ((string name, string value) in tried)
                    {
                        captures[name] = value;
                    }
                }

                difference ??= here;
            }

            if (found < 0)
            {
                return difference is not null && !more && !unordered ? difference : $"{child.ToString(SaveOptions.DisableFormatting)} is missing in <{expected.Name.LocalName}/>";
            }

            left.RemoveAt(found);
            from = unordered ? 0 : found;
        }

        return more || left.Count == 0 ? null : $"{left[0].ToString(SaveOptions.DisableFormatting)} in <{expected.Name.LocalName}/> was not expected";
    }

    private static bool Fits(string expected, string actual, Dictionary<string, string> captures)
    {
        if (!expected.Contains('{', StringComparison.Ordinal))
        {
            return expected == actual;
        }

        var names = new List<string>();
        var regex = new StringBuilder("^");
        int at = 0;
        foreach (Match placeholder in Placeholder().Matches(expected))
        {
            regex.Append(Regex.Escape(expected[at..placeholder.Index]));
            at = placeholder.Index + placeholder.Length;
            string name = placeholder.Groups[1].Value;
            if (name == "any")
            {
                regex.Append(".*");
            }
            else if (captures.TryGetValue(name, out string? known))
            {
                regex.Append(Regex.Escape(known));
            }
            else
            {
                names.Add(name);
                regex.Append("(.+)");
            }
        }

        regex.Append(Regex.Escape(expected[at..])).Append('$');
        Match match = Regex.Match(actual, regex.ToString(), RegexOptions.Singleline);
        for (int i = 0; match.Success && i < names.Count; i++)
        {
            captures[names[i]] = match.Groups[i + 1].Value;
        }

        return match.Success;
    }

    [GeneratedRegex(@"\{([a-z][a-z0-9-]*)\}")]
    private static partial Regex Placeholder();
}
