namespace Nightjar.Xmpp.Payloads;

/// <summary>Names of form and field types on the wire.</summary>
static class FormNames
{
    static readonly string[] Forms = ["form", "submit", "cancel", "result"];

    static readonly string[] Fields =
        ["boolean", "fixed", "hidden", "jid-multi", "jid-single", "list-multi", "list-single", "text-multi", "text-private", "text-single"];

    public static string Of(FormType type) => Forms[(int)type];

    public static string Of(FieldType type) => Fields[(int)type];

    public static FormType? ParseForm(string? name) => Array.IndexOf(Forms, name) is >= 0 and var index ? (FormType)index : null;

    // XEP-0004 §3.3: a type that is not known is text-single. No type at all is left open: a submission need not repeat it.
    public static FieldType? ParseField(string? name) =>
        name is null ? null : Array.IndexOf(Fields, name) is >= 0 and var index ? (FieldType)index : FieldType.TextSingle;
}
