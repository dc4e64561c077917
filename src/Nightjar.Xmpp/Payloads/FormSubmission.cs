using System.Collections.Immutable;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Xmpp.Payloads;

/// <summary>
/// A submitted form checked against the form that was asked for (XEP-0004 §3.2-3.3 and "Data Validation"). Fields that were not
/// asked for are ignored; fields that were left out keep their current value and read as null here.
/// </summary>
public sealed class FormSubmission
{
    readonly Dictionary<string, ImmutableArray<string>> _values = [];
    readonly List<FormProblem> _problems = [];

    FormSubmission()
    {
    }

    /// <summary>All problems found; empty when the submission is acceptable.</summary>
    public IReadOnlyList<FormProblem> Problems => _problems;

    /// <summary>Whether there is no problem.</summary>
    public bool IsAcceptable => _problems.Count == 0;

    /// <summary>Checks a submission.</summary>
    /// <param name="asked">The form as it was sent out: its types, options and required fields count, not those the submission
    /// claims.</param>
    /// <param name="submitted">What came back.</param>
    public static FormSubmission Check(DataForm asked, DataForm submitted)
    {
        var result = new FormSubmission();
        if (submitted.Type != FormType.Submit) result._problems.Add(new FormProblem(FormFault.NotASubmission));
        if (asked.Kind is { } kind && submitted.Kind is { } other && kind != other) result._problems.Add(new FormProblem(FormFault.OtherKind));
        foreach (var field in asked.Fields)
        {
            if (field.Var is not null && field.Type != FieldType.Fixed) result.Check(field, submitted[field.Var]);
        }

        return result;
    }

    /// <summary>All values of a field; null when it was left out. An empty list means that it was emptied.</summary>
    public IReadOnlyList<string>? Values(string name) => _values.TryGetValue(name, out var values) ? values : null;

    /// <summary>The single value of a field, or its lines joined by line feeds; null when it was left out.</summary>
    public string? Text(string name) => _values.TryGetValue(name, out var values) ? string.Join('\n', values) : null;

    /// <summary>The value of a boolean field; null when it was left out or emptied.</summary>
    public bool? Flag(string name) => Values(name) is [var value, ..] ? value is "1" or "true" : null;

    /// <summary>The addresses of a field, without duplicates; null when it was left out.</summary>
    public IReadOnlyList<Jid>? Addresses(string name) => Values(name)?.Select(Jid.Parse).Distinct().ToArray();

    void Check(FormField asked, FormField? submitted)
    {
        var type = asked.Type ?? FieldType.TextSingle;
        var values = submitted?.Values ?? [];

        // An empty value stands for "no value" wherever empty is not a value of its own.
        if (IsChoiceOrAddress(type) && !asked.Options.Any(option => option.Value.Length == 0)) values = values.RemoveAll(value => value.Length == 0);
        var faults = _problems.Count;
        if (asked.Required && values.All(value => value.Length == 0)) Report(asked, FormFault.Missing);
        if (values.Length > 1 && type is not (FieldType.ListMulti or FieldType.JidMulti or FieldType.TextMulti or FieldType.Hidden)) Report(asked, FormFault.TooManyValues);
        if (type == FieldType.Boolean && !values.All(value => value is "0" or "1" or "false" or "true")) Report(asked, FormFault.NotABoolean);
        if (type is FieldType.ListSingle or FieldType.ListMulti && !values.All(value => asked.Options.Any(option => option.Value == value))) Report(asked, FormFault.NotAnOption);
        if (type is FieldType.JidSingle or FieldType.JidMulti && !values.All(value => Jid.TryParse(value) is not null)) Report(asked, FormFault.NotAnAddress);
        if (submitted is not null && faults == _problems.Count) _values[asked.Var!] = values;
    }

    void Report(FormField field, FormFault fault) => _problems.Add(new FormProblem(fault, field.Label ?? field.Var));

    static bool IsChoiceOrAddress(FieldType type) =>
        type is FieldType.Boolean or FieldType.ListSingle or FieldType.ListMulti or FieldType.JidSingle or FieldType.JidMulti;
}
