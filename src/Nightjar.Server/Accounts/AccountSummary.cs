using Nightjar.Server.Storage;

namespace Nightjar.Server.Accounts;

/// <summary>What an operator may see of an account: never contacts, addresses or contents (P19).</summary>
/// <param name="Record">Its state and days.</param>
/// <param name="Sizes">How much it keeps, by kind.</param>
public sealed record AccountSummary(AccountRecord Record, IReadOnlyList<StoredSize> Sizes);
