using Nightjar.Xmpp.Addressing;

namespace Nightjar.Server.Sessions;

/// <summary>
/// Presence is about to go to a contact. In the mailbox, for each contact of each broadcast: be quick. False leaves the
/// contact out; a hook that throws does so too.
/// </summary>
public delegate bool PresenceAudienceHook(Account account, Jid contact);
