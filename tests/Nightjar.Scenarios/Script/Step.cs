namespace Nightjar.Scenarios.Script;

/// <summary>One line of a transcript with the XML that stands below it.</summary>
/// <param name="Line">Where it stands, counted from one.</param>
/// <param name="Actor">Who acts: a person, or a person's device (<c>Juliet's phone</c>); null for the world.</param>
/// <param name="Verb">What happens, without the actor.</param>
/// <param name="Block">The indented lines below, as they are; empty when there are none.</param>
internal sealed record Step(int Line, Actor? Actor, string Verb, string Block)
{
    public override string ToString() => $"line {Line}: {(Actor is null ? "" : Actor.Name + " ")}{Verb}";
}
