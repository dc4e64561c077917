using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Payloads;

/// <summary>Which page of a list was given (XEP-0059).</summary>
public sealed record ResultSet
{
    /// <summary>Id of the first item; null when the page is empty.</summary>
    public string? First { get; init; }

    /// <summary>Place of the first item in the whole list, counted from 0; null when it is not known.</summary>
    public int? FirstIndex { get; init; }

    /// <summary>Id of the last item; null when the page is empty.</summary>
    public string? Last { get; init; }

    /// <summary>Length of the whole list; null when it is not known.</summary>
    public int? Count { get; init; }

    /// <summary>Reads a <c>&lt;set/&gt;</c> of an answer; null when it is something else, a number is malformed, or only one end
    /// of the page is named.</summary>
    public static ResultSet? Parse(Element element)
    {
        if (!element.Is(Namespaces.Rsm, "set")) return null;
        var (first, last, count) = (element.Child(Namespaces.Rsm, "first"), element.Child(Namespaces.Rsm, "last"), element.Child(Namespaces.Rsm, "count"));
        var index = first?.Attribute("index");
        var result = new ResultSet
        {
            First = first?.Text,
            Last = last?.Text,
            FirstIndex = index is null ? null : ResultSetRequest.ParseNumber(index),
            Count = count is null ? null : ResultSetRequest.ParseNumber(count.Text),
        };
        var malformed = (first is null) != (last is null) || (index is not null && result.FirstIndex is null) || (count is not null && result.Count is null);
        return malformed ? null : result;
    }

    /// <summary>The element.</summary>
    public Element ToElement() => new(
        Namespaces.Rsm,
        "set",
        First is null ? null : new Element(Namespaces.Rsm, "first", ("index", ResultSetRequest.Format(FirstIndex)), First),
        ResultSetRequest.Part("last", Last),
        ResultSetRequest.Part("count", ResultSetRequest.Format(Count)));
}
