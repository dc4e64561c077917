namespace Nightjar.Load.Client;

/// <summary>Picks values out of the elements of a negotiation. Enough for servers that are known to answer properly.</summary>
internal static class Xml
{
    /// <summary>The value of the first attribute called <paramref name="name"/> in <paramref name="element"/>, or null.</summary>
    public static string? Attribute(string element, string name)
    {
        var at = element.IndexOf($" {name}=", StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        at += name.Length + 2;
        return element[(at + 1)..element.IndexOf(element[at], at + 1)];
    }

    /// <summary>The text of the first element called <paramref name="name"/>, without children, or null.</summary>
    public static string? Text(string element, string name)
    {
        var at = element.IndexOf($"<{name}", StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var start = element.IndexOf('>', at) + 1;
        return element[start..element.IndexOf('<', start)].Trim();
    }
}
