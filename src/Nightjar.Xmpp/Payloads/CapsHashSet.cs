using System.Collections.Immutable;
using System.Text;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Payloads;

/// <summary>The hashes under which an entity announces its service discovery answer (XEP-0390).</summary>
/// <param name="Hashes">One hash for each function.</param>
public sealed record CapsHashSet(ImmutableArray<HashValue> Hashes)
{
    /// <summary>Namespace of the announcement, and the feature that says it is understood.</summary>
    public const string Namespace = "urn:xmpp:caps";

    const string NodePrefix = "urn:xmpp:caps#";
    const byte Unit = 0x1F;
    const byte Record = 0x1E;
    const byte Group = 0x1D;
    const byte File = 0x1C;

    /// <summary>Reads a <c>&lt;c/&gt;</c>; null when it is something else, a hash is malformed, or a function is named twice.</summary>
    public static CapsHashSet? Parse(Element element)
    {
        if (!element.Is(Namespace, "c")) return null;
        var hashes = ImmutableArray.CreateBuilder<HashValue>();
        foreach (var child in element.Elements)
        {
            if (!child.Is(Namespaces.Hashes, "hash")) continue;
            if (HashValue.Parse(child) is not { } hash || hashes.Any(other => other.Function == hash.Function)) return null;
            hashes.Add(hash);
        }

        return hashes.Count == 0 ? null : new CapsHashSet(hashes.ToImmutable());
    }

    /// <summary>The hashes of an answer; null when the answer may not be hashed or a function cannot be computed.</summary>
    /// <param name="query">The <c>&lt;query/&gt;</c> of disco#info.</param>
    /// <param name="inheritedLanguage">The <c>xml:lang</c> in force around the query; empty for none.</param>
    /// <param name="functions">Names of hash functions.</param>
    public static CapsHashSet? Compute(Element query, string inheritedLanguage, params ReadOnlySpan<string> functions)
    {
        if (HashInput(query, inheritedLanguage) is not { } input) return null;
        var hashes = ImmutableArray.CreateBuilder<HashValue>();
        foreach (var function in functions)
        {
            if (HashValue.Of(function, input) is not { } hash) return null;
            hashes.Add(hash);
        }

        return new CapsHashSet(hashes.ToImmutable());
    }

    /// <summary>The node to ask for the answer behind a hash.</summary>
    public static string QueryNode(HashValue hash) => $"{NodePrefix}{hash.Function}.{Convert.ToBase64String(hash.Value.Span)}";

    /// <summary>The element.</summary>
    public Element ToElement() => new(Namespace, "c", Content.Many(Hashes.Select(hash => hash.ToElement())));

    /// <summary>What is hashed (§4.1); null when the answer contains something that the hash would not cover.</summary>
    public static byte[]? HashInput(Element query, string inheritedLanguage)
    {
        if (!query.Is(Namespaces.DiscoInfo, "query")) return null;
        var language = query.Attribute(Namespaces.Xml, "lang") ?? inheritedLanguage;
        List<byte[]> features = [], identities = [], forms = [];
        foreach (var child in query.Elements)
        {
            if (child.Is(Namespaces.DiscoInfo, "feature")) features.Add(Text(child.Attribute("var")));
            else if (child.Is(Namespaces.DiscoInfo, "identity")) identities.Add(Identity(child, language));
            else if (child.Is(Namespaces.DataForms, "x") && Form(child) is { } form) forms.Add(form);
            else return null;
        }

        return [.. Join(features, File), .. Join(identities, File), .. Join(forms, File)];
    }

    static byte[] Identity(Element identity, string language) =>
    [
        .. Text(identity.Attribute("category")), .. Text(identity.Attribute("type")),
        .. Text(identity.Attribute(Namespaces.Xml, "lang") ?? language), .. Text(identity.Attribute("name")), Record,
    ];

    // Null when there is a table in it, or when it does not say its kind as XEP-0068 demands.
    static byte[]? Form(Element form)
    {
        List<byte[]> fields = [];
        var hasKind = false;
        foreach (var child in form.Elements)
        {
            if (child.Namespace == Namespaces.DataForms && child.Name is "reported" or "item") return null;
            if (!child.Is(Namespaces.DataForms, "field")) continue;
            var values = (from value in child.Elements where value.Is(Namespaces.DataForms, "value") select Text(value.Text)).ToList();
            hasKind |= child.Attribute("var") == DataForm.FormTypeField && child.Attribute("type") == "hidden" && values.Count == 1;
            fields.Add([.. Text(child.Attribute("var")), .. Join(values, Record)]);
        }

        return hasKind ? Join(fields, Group) : null;
    }

    static byte[] Text(string? text) => [.. Encoding.UTF8.GetBytes(text ?? ""), Unit];

    static byte[] Join(List<byte[]> parts, byte end)
    {
        parts.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
        return [.. parts.SelectMany(part => part), end];
    }
}
