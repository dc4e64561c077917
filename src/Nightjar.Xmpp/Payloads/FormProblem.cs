namespace Nightjar.Xmpp.Payloads;

/// <summary>One thing that is wrong with a submitted form.</summary>
/// <param name="Fault">What.</param>
/// <param name="Field">In which field, by its label where it has one; null for the form as a whole.</param>
public readonly record struct FormProblem(FormFault Fault, string? Field = null)
{
    /// <summary>An English sentence for the text of a <c>not-acceptable</c> error.</summary>
    public override string ToString() => Fault switch
    {
        FormFault.NotASubmission => "The form is not of type submit.",
        FormFault.OtherKind => "The form is of another kind than the one asked for.",
        FormFault.Missing => $"{Field}: a value is required.",
        FormFault.TooManyValues => $"{Field}: only one value is allowed.",
        FormFault.NotAnOption => $"{Field}: the value is not one of the options.",
        FormFault.NotABoolean => $"{Field}: the value is neither true nor false.",
        _ => $"{Field}: the value is not an address.",
    };
}
