using Nightjar.Server.Extensibility;
using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Sessions;

/// <summary>
/// A resource has become available, changed its presence, or become unavailable, and contacts were told. In the mailbox.
/// <paramref name="isInitial"/>: it was not available before.
/// </summary>
public delegate void PresenceChangedHook(Account account, BoundResource resource, Presence presence, bool isInitial);

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
