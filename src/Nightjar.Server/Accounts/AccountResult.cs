namespace Nightjar.Server.Accounts;

/// <summary>The result of an operator's command on one account.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="RegistrationCode">The one-time code that gives the name back; only after a reset.</param>
public readonly record struct AccountResult(AccountOutcome Outcome, string? RegistrationCode = null);
