namespace Nightjar.Server.Roster;

/// <summary>What a subscription stanza leads to.</summary>
/// <param name="State">The state afterwards.</param>
/// <param name="IsApproved">Whether the contact is approved in advance afterwards (RFC 6121 §3.4).</param>
/// <param name="Passes">The stanza goes on: an outbound one to the contact, an inbound one to the account's resources.</param>
/// <param name="AnswersSubscribed">The server answers <c>subscribed</c> in the account's name.</param>
public readonly record struct SubscriptionStep(SubscriptionState State, bool IsApproved, bool Passes, bool AnswersSubscribed);
