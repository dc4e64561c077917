using Nightjar.Xmpp.Sasl;

namespace Nightjar.Server.Accounts;

/// <summary>A token with which one device logs in without its password (XEP-0484).</summary>
/// <param name="Secret">What the device proves to know.</param>
/// <param name="Binding">The mechanism it is bound to: the type of channel binding, or none.</param>
/// <param name="Expires">When it ends, to the second.</param>
/// <param name="Count">The highest count the device has sent with it; 0 before the first.</param>
internal sealed record FastToken(string Secret, ChannelBindingType? Binding, DateTimeOffset Expires, uint Count);
