using Nightjar.Server.Extensibility;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Sessions;

/// <summary>
/// A session is about to send a stanza. On the connection's thread, not in the mailbox; sees immutable state only.
/// Returns an error to refuse it with, or null.
/// </summary>
public delegate StanzaError? OutgoingHook(Account account, Stanza stanza);

/// <summary>A session sends a message. In the sender's mailbox, before the message is routed.</summary>
public delegate void SentHook(Account account, Jid resource, Message message);

/// <summary>A message arrives for the account. In its mailbox, before it is kept or delivered.</summary>
public delegate IncomingVerdict IncomingHook(Account account, Stanza stanza);

/// <summary>
/// A message was handed to sessions. In the mailbox. <paramref name="addressed"/> is the resource named in the address, if it
/// is connected; null when the message went to the bare address. Sessions that get a copy are counted in <paramref name="tally"/>.
/// </summary>
public delegate void DeliveredHook(Account account, Message message, BoundResource? addressed, long archiveSequence, ref DeliveryTally tally);

/// <summary>A resource came or went. In the mailbox.</summary>
public delegate void ResourceHook(Account account, BoundResource resource);

/// <summary>What an incoming hook decides.</summary>
/// <param name="IsDropped">Swallow it.</param>
/// <param name="Error">Refuse it with this error; null to let it pass.</param>
public readonly record struct IncomingVerdict(bool IsDropped, StanzaError? Error)
{
    /// <summary>Let it pass.</summary>
    public static IncomingVerdict Pass => default;

    /// <summary>Swallow it silently.</summary>
    public static IncomingVerdict Drop => new(true, null);

    /// <summary>Refuse it.</summary>
    public static IncomingVerdict Refuse(StanzaError error) => new(false, error);
}

/// <summary>The hooks of accounts and sessions.</summary>
public sealed class AccountHooks
{
    internal AccountHooks(ExtensionSet extensions)
    {
        Outgoing = extensions.Hook<OutgoingHook>();
        Sent = extensions.Hook<SentHook>();
        Incoming = extensions.Hook<IncomingHook>();
        Delivered = extensions.Hook<DeliveredHook>();
        ResourceEnded = extensions.Hook<ResourceHook>();
        PresenceChanged = extensions.Hook<PresenceChangedHook>();
        PresenceAudience = extensions.Hook<PresenceAudienceHook>();
    }

    internal Hook<OutgoingHook> Outgoing { get; }

    internal Hook<SentHook> Sent { get; }

    internal Hook<IncomingHook> Incoming { get; }

    internal Hook<DeliveredHook> Delivered { get; }

    internal Hook<ResourceHook> ResourceEnded { get; }

    internal Hook<PresenceChangedHook> PresenceChanged { get; }

    internal Hook<PresenceAudienceHook> PresenceAudience { get; }
}

/// <summary>How extensions join in.</summary>
public static class AccountHookRegistration
{
    /// <summary>See <see cref="OutgoingHook"/>.</summary>
    public static ExtensionBuilder OnOutgoing(this ExtensionBuilder x, OutgoingHook handler, Phase phase = Phase.Guard) => Add(x, phase, handler);

    /// <summary>See <see cref="SentHook"/>.</summary>
    public static ExtensionBuilder OnSent(this ExtensionBuilder x, SentHook handler, Phase phase = Phase.Copy) => Add(x, phase, handler);

    /// <summary>See <see cref="IncomingHook"/>.</summary>
    public static ExtensionBuilder OnIncoming(this ExtensionBuilder x, IncomingHook handler, Phase phase = Phase.Guard) => Add(x, phase, handler);

    /// <summary>See <see cref="DeliveredHook"/>.</summary>
    public static ExtensionBuilder OnDelivered(this ExtensionBuilder x, DeliveredHook handler, Phase phase = Phase.Copy) => Add(x, phase, handler);

    /// <summary>See <see cref="ResourceHook"/>: the resource has gone.</summary>
    public static ExtensionBuilder OnResourceEnded(this ExtensionBuilder x, ResourceHook handler, Phase phase = Phase.Deliver) => Add(x, phase, handler);

    private static ExtensionBuilder Add<T>(ExtensionBuilder x, Phase phase, T handler)
        where T : Delegate
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Contribute(new HookContribution<T>(phase, handler));
    }
}
