using System.Collections.Immutable;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Payloads;

/// <summary>One field of a data form (XEP-0004 §3.2). Immutable.</summary>
public sealed record FormField
{
    /// <summary>The name; null only in fields of type <see cref="FieldType.Fixed"/>.</summary>
    public string? Var { get; init; }

    /// <summary>The type; null when it was not stated.</summary>
    public FieldType? Type { get; init; }

    /// <summary>The name for people.</summary>
    public string? Label { get; init; }

    /// <summary>An explanation for people.</summary>
    public string? Description { get; init; }

    /// <summary>Whether it must be filled in.</summary>
    public bool Required { get; init; }

    /// <summary>The values: defaults in a form, data in a submission or result.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>The options of a list.</summary>
    public ImmutableArray<FormOption> Options { get; init; } = [];

    /// <summary>Other things in the field, such as media (XEP-0221), kept as they are.</summary>
    public ImmutableArray<Element> Others { get; init; } = [];

    /// <summary>The first value; null when there is none.</summary>
    public string? Value => Values.IsEmpty ? null : Values[0];

    /// <summary>A field with a name, a type and values.</summary>
    public static FormField Of(string name, FieldType? type, params ReadOnlySpan<string> values) => new() { Var = name, Type = type, Values = [.. values] };

    /// <summary>Reads a <c>&lt;field/&gt;</c>; null when it is something else or malformed.</summary>
    public static FormField? Parse(Element element)
    {
        if (!element.Is(Namespaces.DataForms, "field")) return null;
        var type = FormNames.ParseField(element.Attribute("type"));
        var name = element.Attribute("var");
        if (name is null && type != FieldType.Fixed) return null;

        var values = ImmutableArray.CreateBuilder<string>();
        var options = ImmutableArray.CreateBuilder<FormOption>();
        var others = ImmutableArray.CreateBuilder<Element>();
        foreach (var child in element.Elements)
        {
            if (child.Is(Namespaces.DataForms, "value")) values.Add(child.Text);
            else if (child.Is(Namespaces.DataForms, "option"))
            {
                if (child.Child(Namespaces.DataForms, "value") is not { } value) return null;
                options.Add(new FormOption(value.Text, child.Attribute("label")));
            }
            else if (child.Namespace != Namespaces.DataForms) others.Add(child);
        }

        return new FormField
        {
            Var = name,
            Type = type,
            Label = element.Attribute("label"),
            Description = element.Child(Namespaces.DataForms, "desc")?.Text,
            Required = element.Child(Namespaces.DataForms, "required") is not null,
            Values = values.ToImmutable(),
            Options = options.ToImmutable(),
            Others = others.ToImmutable(),
        };
    }

    /// <summary>The element.</summary>
    public Element ToElement() => new(
        Namespaces.DataForms,
        "field",
        ("type", Type is { } type ? FormNames.Of(type) : null),
        ("label", Label),
        ("var", Var),
        Description is null ? null : new Element(Namespaces.DataForms, "desc", Description),
        Required ? new Element(Namespaces.DataForms, "required") : null,
        Content.Many(Values.Select(ValueElement)),
        Content.Many(Options.Select(option => new Element(Namespaces.DataForms, "option", ("label", option.Label), ValueElement(option.Value)))),
        Content.Many(Others));

    static Element ValueElement(string value) => new(Namespaces.DataForms, "value", value);
}
