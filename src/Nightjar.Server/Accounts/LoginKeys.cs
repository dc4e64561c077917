using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Sasl;

namespace Nightjar.Server.Accounts;

/// <summary>What a log-in to one name is offered and checked against, whether the account exists or not.</summary>
/// <param name="Bare">The name.</param>
/// <param name="Record">The account; null when there is none.</param>
/// <param name="Credentials">Its keys; null when there is none.</param>
/// <param name="Hashes">The hashes it can log in with, or pretends to, the strongest first.</param>
/// <param name="Revision">See <see cref="FastTokens.Revision"/>.</param>
internal sealed record LoginKeys(
    Jid Bare, AccountRecord? Record, AccountCredentials? Credentials, IReadOnlyList<ScramHash> Hashes, int Revision);
