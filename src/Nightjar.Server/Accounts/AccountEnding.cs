using Nightjar.Server.Storage;

namespace Nightjar.Server.Accounts;

/// <summary>An account that may not be used any more.</summary>
/// <param name="Account">The account; its state in the store already refuses new log-ins.</param>
/// <param name="IsRemoval">Whether it is about to be deleted, so that its contacts must be told; otherwise it is suspended.</param>
public readonly record struct AccountEnding(AccountRecord Account, bool IsRemoval);
