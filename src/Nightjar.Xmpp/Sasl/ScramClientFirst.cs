namespace Nightjar.Xmpp.Sasl;

/// <summary>What a client-first-message says, unescaped but not normalised.</summary>
/// <param name="Username">The user name as sent; the caller prepares it (RFC 8265) before looking up the account.</param>
/// <param name="Authzid">The authorization identity as sent; null when there is none.</param>
/// <param name="ChannelBinding">The channel-binding type in use; null without -PLUS.</param>
public sealed record ScramClientFirst(string Username, string? Authzid, ChannelBindingType? ChannelBinding);
