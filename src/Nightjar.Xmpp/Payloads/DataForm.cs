using System.Collections.Immutable;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Payloads;

/// <summary>A data form (XEP-0004), with the kind of form named by a hidden field (XEP-0068). Immutable.</summary>
public sealed record DataForm
{
    /// <summary>Name of the field that says what kind of form this is (XEP-0068).</summary>
    public const string FormTypeField = "FORM_TYPE";

    /// <summary>What it is for.</summary>
    public required FormType Type { get; init; }

    /// <summary>The title.</summary>
    public string? Title { get; init; }

    /// <summary>Instructions, one line each.</summary>
    public ImmutableArray<string> Instructions { get; init; } = [];

    /// <summary>The fields; their names are unique.</summary>
    public ImmutableArray<FormField> Fields { get; init; } = [];

    /// <summary>The columns of a result table.</summary>
    public ImmutableArray<FormField> Reported { get; init; } = [];

    /// <summary>The rows of a result table.</summary>
    public ImmutableArray<FormItem> Items { get; init; } = [];

    /// <summary>The kind of form (XEP-0068): null when there is no such field, or when it is not hidden in a form or result, for
    /// then it is an ordinary field.</summary>
    public string? Kind => this[FormTypeField] is { } kind && (kind.Type == FieldType.Hidden || Type == FormType.Submit) ? kind.Value : null;

    /// <summary>The field with a name, or null.</summary>
    public FormField? this[string name] => Fields.FirstOrDefault(field => field.Var == name);

    /// <summary>A form of a kind, with its hidden field first.</summary>
    public static DataForm Of(FormType type, string kind, params ReadOnlySpan<FormField> fields) =>
        new() { Type = type, Fields = [FormField.Of(FormTypeField, FieldType.Hidden, kind), .. fields] };

    /// <summary>Reads an <c>&lt;x/&gt;</c>; null when it is something else or malformed: no or an unknown type, a field without
    /// name, two fields with one name. The order of header and rows is not enforced, as the specification advises.</summary>
    public static DataForm? Parse(Element element)
    {
        if (!element.Is(Namespaces.DataForms, "x") || FormNames.ParseForm(element.Attribute("type")) is not { } type) return null;
        if (ParseFields(element) is not { } fields) return null;
        var instructions = ImmutableArray.CreateBuilder<string>();
        var items = ImmutableArray.CreateBuilder<FormItem>();
        ImmutableArray<FormField>? reported = null;
        foreach (var child in element.Elements)
        {
            if (child.Namespace != Namespaces.DataForms) continue;
            switch (child.Name)
            {
                case "instructions":
                    instructions.Add(child.Text);
                    break;
                case "reported":
                    if (reported is not null || (reported = ParseFields(child)) is null) return null;
                    break;
                case "item":
                    if (ParseFields(child) is not { } cells) return null;
                    items.Add(new FormItem(cells));
                    break;
            }
        }

        return new DataForm
        {
            Type = type,
            Title = element.Child(Namespaces.DataForms, "title")?.Text,
            Instructions = instructions.ToImmutable(),
            Fields = fields,
            Reported = reported ?? [],
            Items = items.ToImmutable(),
        };
    }

    /// <summary>The form among the children of an element, if any, of a kind (XEP-0068); null otherwise.</summary>
    public static DataForm? In(Element parent, string? kind = null)
    {
        foreach (var child in parent.Elements)
        {
            if (child.Is(Namespaces.DataForms, "x") && Parse(child) is { } form && (kind is null || form.Kind == kind)) return form;
        }

        return null;
    }

    /// <summary>The element.</summary>
    public Element ToElement() => new(
        Namespaces.DataForms,
        "x",
        ("type", FormNames.Of(Type)),
        Title is null ? null : new Element(Namespaces.DataForms, "title", Title),
        Content.Many(Instructions.Select(line => new Element(Namespaces.DataForms, "instructions", line))),
        Content.Many(Fields.Select(field => field.ToElement())),
        Reported.IsEmpty ? null : Group("reported", Reported),
        Content.Many(Items.Select(item => Group("item", item.Fields))));

    static Element Group(string name, ImmutableArray<FormField> fields) => new(Namespaces.DataForms, name, Content.Many(fields.Select(field => field.ToElement())));

    static ImmutableArray<FormField>? ParseFields(Element parent)
    {
        var fields = ImmutableArray.CreateBuilder<FormField>();
        HashSet<string> names = [];
        foreach (var child in parent.Elements)
        {
            if (!child.Is(Namespaces.DataForms, "field")) continue;
            if (FormField.Parse(child) is not { } field || (field.Var is { } name && !names.Add(name))) return null;
            fields.Add(field);
        }

        return fields.ToImmutable();
    }
}
