namespace Nightjar.Server.Accounts;

/// <summary>The answer to somebody who registers or changes a password.</summary>
/// <param name="Outcome">For programs.</param>
/// <param name="Explanation">For people: an English sentence that never repeats the input; null when done.</param>
public readonly record struct RegistrationResult(RegistrationOutcome Outcome, string? Explanation = null)
{
    /// <summary>It is done.</summary>
    public bool IsDone => Outcome == RegistrationOutcome.Done;
}
