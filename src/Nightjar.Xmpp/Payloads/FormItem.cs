using System.Collections.Immutable;

namespace Nightjar.Xmpp.Payloads;

/// <summary>One row of a result table (XEP-0004 §3.4).</summary>
/// <param name="Fields">The cells.</param>
public sealed record FormItem(ImmutableArray<FormField> Fields)
{
    /// <summary>The first value of a column; null when the row does not have it.</summary>
    public string? this[string name] => Fields.FirstOrDefault(field => field.Var == name)?.Value;
}
