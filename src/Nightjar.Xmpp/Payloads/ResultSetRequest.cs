using System.Globalization;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Payloads;

/// <summary>Which page of a list is asked for (XEP-0059). The ids are the server's own, opaque to the client, and come back from
/// outside: never put them into a query unchecked.</summary>
public sealed record ResultSetRequest
{
    /// <summary>At most this many items, 0 for the count alone; null leaves it to the server, which has a limit of its own in
    /// any case.</summary>
    public int? Max { get; init; }

    /// <summary>The page after the item with this id.</summary>
    public string? After { get; init; }

    /// <summary>The page before the item with this id; the empty string asks for the last page.</summary>
    public string? Before { get; init; }

    /// <summary>The page that starts at this place, counted from 0.</summary>
    public int? Index { get; init; }

    /// <summary>Whether the page is read from its end.</summary>
    public bool Backwards => Before is not null;

    /// <summary>Reads a <c>&lt;set/&gt;</c> of a request; null when it is something else, a number is malformed, or a part stands
    /// there twice.</summary>
    public static ResultSetRequest? Parse(Element element)
    {
        if (!element.Is(Namespaces.Rsm, "set")) return null;
        var request = new ResultSetRequest();
        HashSet<string> seen = [];
        foreach (var child in element.Elements)
        {
            if (child.Namespace != Namespaces.Rsm) continue;
            if (!seen.Add(child.Name)) return null;
            var number = child.Name is "max" or "index" ? ParseNumber(child.Text) : 0;
            if (number is null) return null;
            request = child.Name switch
            {
                "max" => request with { Max = number },
                "index" => request with { Index = number },
                "after" => request with { After = child.Text },
                "before" => request with { Before = child.Text },
                _ => request,
            };
        }

        return request;
    }

    /// <summary>The element.</summary>
    public Element ToElement() => new(
        Namespaces.Rsm,
        "set",
        Part("max", Format(Max)),
        Part("after", After),
        Part("before", Before),
        Part("index", Format(Index)));

    internal static int? ParseNumber(string text) =>
        int.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    internal static string? Format(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    internal static Element? Part(string name, string? text) => text is null ? null : new Element(Namespaces.Rsm, name, text);
}
