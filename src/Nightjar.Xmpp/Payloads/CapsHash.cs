using System.Text;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Payloads;

/// <summary>
/// The verification string of XEP-0115 §5. The format joins values with "&lt;" without escaping, so that different answers can
/// have the same string. An answer in which a value contains that character (or a slash where slashes separate) is therefore
/// refused; that a form can still pass for features is in the nature of the format: keep what one account announced from
/// deciding anything that matters for another. XEP-0390 (<see cref="CapsHashSet"/>) does not have the weakness.
/// </summary>
public static class CapsHash
{
    /// <summary>The verification string of a service discovery answer; null when the answer is ill-formed (§5.4), or when the hash
    /// function is unknown.</summary>
    /// <param name="query">The <c>&lt;query/&gt;</c> of disco#info.</param>
    /// <param name="function">Name of the hash function; all the world uses SHA-1 here.</param>
    public static string? Compute(Element query, string function = "sha-1")
    {
        if (!query.Is(Namespaces.DiscoInfo, "query")) return null;
        List<string> identities = [], features = [];
        SortedDictionary<string, Element> forms = new(Utf8Order.Instance);
        foreach (var child in query.Elements)
        {
            if (child.Is(Namespaces.DiscoInfo, "identity")) identities.Add(Identity(child));
            else if (child.Is(Namespaces.DiscoInfo, "feature")) features.Add(child.Attribute("var") ?? "<");
            else if (child.Is(Namespaces.DataForms, "x") && Kind(child, out var ambiguous) is { } kind)
            {
                if (ambiguous || !forms.TryAdd(kind, child)) return null;
            }
        }

        if (HasDuplicates(identities) || HasDuplicates(features)) return null;
        List<string> parts = [.. identities.Order(Utf8Order.Instance), .. features.Order(Utf8Order.Instance)];
        foreach (var (kind, form) in forms) Append(parts, kind, form);
        if (parts.Any(part => part.Contains('<', StringComparison.Ordinal))) return null;
        var text = string.Concat(parts.Select(part => part + "<"));
        return HashFunctions.Compute(function, Encoding.UTF8.GetBytes(text)) is { } hash ? Convert.ToBase64String(hash) : null;
    }

    // A "<" makes the whole answer refused.
    static string Identity(Element identity)
    {
        string?[] key = [identity.Attribute("category"), identity.Attribute("type"), identity.Attribute(Namespaces.Xml, "lang")];
        var bad = key[0] is null || key[1] is null || key.Any(part => part?.Contains('/', StringComparison.Ordinal) == true);
        return bad ? "<" : $"{key[0]}/{key[1]}/{key[2]}/{identity.Attribute("name")}";
    }

    // Null when the form is to be ignored: no FORM_TYPE, or not a hidden one.
    static string? Kind(Element form, out bool ambiguous)
    {
        ambiguous = false;
        foreach (var field in Fields(form))
        {
            if (field.Attribute("var") != DataForm.FormTypeField) continue;
            var values = Values(field).Distinct().ToArray();
            ambiguous = values.Length > 1;
            return values.Length > 0 && field.Attribute("type") == "hidden" ? values[0] : null;
        }

        return null;
    }

    static void Append(List<string> parts, string kind, Element form)
    {
        parts.Add(kind);
        var fields = from field in Fields(form)
                     let name = field.Attribute("var") ?? ""
                     where name != DataForm.FormTypeField
                     select (name, field);
        foreach (var (name, field) in fields.OrderBy(entry => entry.name, Utf8Order.Instance))
        {
            parts.Add(name);
            parts.AddRange(Values(field).Order(Utf8Order.Instance));
        }
    }

    static IEnumerable<Element> Fields(Element form) => form.Elements.Where(child => child.Is(Namespaces.DataForms, "field"));

    static IEnumerable<string> Values(Element field) =>
        from child in field.Elements where child.Is(Namespaces.DataForms, "value") select child.Text;

    static bool HasDuplicates(List<string> parts) => parts.Distinct(StringComparer.Ordinal).Count() != parts.Count;
}
