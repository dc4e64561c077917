namespace Nightjar.Server.Storage;

/// <summary>The result of creating an account.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Record">The new account; null unless it was created.</param>
public readonly record struct AccountCreation(AccountCreationOutcome Outcome, AccountRecord? Record);
