using Nightjar.Server.Extensibility;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Sessions;

/// <summary>
/// A resource has become available, changed its presence, or become unavailable, and contacts were told. In the mailbox.
/// <paramref name="isInitial"/>: it was not available before.
/// </summary>
public delegate void PresenceChangedHook(Account account, BoundResource resource, Presence presence, bool isInitial);

/// <summary>
/// Presence is about to go to a contact. In the mailbox, for each contact of each broadcast: be quick. False leaves the
/// contact out; a hook that throws does so too.
/// </summary>
public delegate bool PresenceAudienceHook(Account account, Jid contact);

/// <summary>How extensions join in where presence is concerned.</summary>
public static class PresenceHookRegistration
{
    /// <summary>See <see cref="PresenceChangedHook"/>.</summary>
    public static ExtensionBuilder OnPresenceChanged(this ExtensionBuilder x, PresenceChangedHook handler, Phase phase = Phase.Deliver)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Contribute(new HookContribution<PresenceChangedHook>(phase, handler));
    }

    /// <summary>See <see cref="PresenceAudienceHook"/>.</summary>
    public static ExtensionBuilder OnPresenceAudience(this ExtensionBuilder x, PresenceAudienceHook handler, Phase phase = Phase.Guard)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Contribute(new HookContribution<PresenceAudienceHook>(phase, handler));
    }
}
