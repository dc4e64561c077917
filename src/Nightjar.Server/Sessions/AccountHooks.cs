using Nightjar.Server.Extensibility;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Sessions;

/// <summary>
/// A session is about to send a stanza. On the connection's thread, not in the mailbox; sees immutable state only.
/// Returns an error to refuse it with, or null.
/// </summary>
public delegate StanzaError? OutgoingHook(Account account, Stanza stanza);

/// <summary>
/// A session sends a message. In the sender's mailbox, before the message is routed. Only called while some resource wants
/// copies (<see cref="Account.CopyTakers"/>): otherwise the message never enters the sender's mailbox.
/// </summary>
public delegate void SentHook(Account account, Jid resource, Message message);

/// <summary>A stanza arrives for the account or one of its resources. In its mailbox, before it is kept, answered or delivered.</summary>
public delegate IncomingVerdict IncomingHook(Account account, Stanza stanza);

/// <summary>
/// A message was handed to sessions. In the mailbox. <paramref name="addressed"/> is the resource named in the address, if it
/// took it; null when the message went to everybody who takes messages to the bare address. Sessions that get a copy are counted in
/// <paramref name="tally"/>, so that the message counts as delivered when they have it.
/// </summary>
public delegate void DeliveredHook(Account account, Message message, BoundResource? addressed, long archiveSequence, ref DeliveryTally tally);

/// <summary>A resource came or went. In the mailbox.</summary>
public delegate void ResourceHook(Account account, BoundResource resource);

/// <summary>
/// The account is about to be deleted, with its sessions still connected. In the mailbox. What must reach others (contacts, rooms)
/// is sent from here; the returned task is not waited for.
/// </summary>
public delegate ValueTask RemovingHook(Account account);

/// <summary>
/// An account is being loaded: fetch what must be known before its first stanza is handled, and keep it with
/// <see cref="Account.Set"/>. Outside the mailbox, which is shut until this completes. A <c>StorageException</c> means that the account
/// cannot be used now.
/// </summary>
public delegate ValueTask LoadingHook(Account account);

/// <summary>What an incoming hook decides.</summary>
/// <param name="IsDropped">Swallow it.</param>
/// <param name="Error">Refuse it with this error; null to let it pass.</param>
/// <param name="Replacement">Go on with this stanza instead, of the same kind and between the same addresses; null: as it is.</param>
public readonly record struct IncomingVerdict(bool IsDropped, StanzaError? Error, Stanza? Replacement = null)
{
    /// <summary>Let it pass.</summary>
    public static IncomingVerdict Pass => default;

    /// <summary>Swallow it silently.</summary>
    public static IncomingVerdict Drop => new(true, null);

    /// <summary>Refuse it.</summary>
    public static IncomingVerdict Refuse(StanzaError error) => new(false, error);

    /// <summary>Let another one pass in its place.</summary>
    public static IncomingVerdict Replace(Stanza stanza) => new(false, null, stanza);
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
        Removing = extensions.Hook<RemovingHook>();
        Loading = extensions.Hook<LoadingHook>();
    }

    internal Hook<OutgoingHook> Outgoing { get; }

    internal Hook<SentHook> Sent { get; }

    internal Hook<IncomingHook> Incoming { get; }

    internal Hook<DeliveredHook> Delivered { get; }

    internal Hook<ResourceHook> ResourceEnded { get; }

    internal Hook<PresenceChangedHook> PresenceChanged { get; }

    internal Hook<PresenceAudienceHook> PresenceAudience { get; }

    internal Hook<RemovingHook> Removing { get; }

    internal Hook<LoadingHook> Loading { get; }
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

    /// <summary>See <see cref="RemovingHook"/>.</summary>
    public static ExtensionBuilder OnRemoving(this ExtensionBuilder x, RemovingHook handler, Phase phase = Phase.Deliver) => Add(x, phase, handler);

    /// <summary>See <see cref="LoadingHook"/>.</summary>
    public static ExtensionBuilder OnAccountLoading(this ExtensionBuilder x, LoadingHook handler) => Add(x, Phase.Guard, handler);

    private static ExtensionBuilder Add<T>(ExtensionBuilder x, Phase phase, T handler)
        where T : Delegate
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Contribute(new HookContribution<T>(phase, handler));
    }
}
