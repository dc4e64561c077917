using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Server.Accounts;

/// <summary>An account that may not be used any more.</summary>
/// <param name="Account">The account; its state in the store already refuses new log-ins.</param>
/// <param name="IsRemoval">Whether it is about to be deleted, so that its contacts must be told; otherwise it is suspended.</param>
/// <param name="Spared">The session that asked for it, which ends later; null when there is none.</param>
public readonly record struct AccountEnding(AccountRecord Account, bool IsRemoval, Jid? Spared = null);
