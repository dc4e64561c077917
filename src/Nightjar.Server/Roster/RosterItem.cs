using Nightjar.Xmpp.Addressing;

namespace Nightjar.Server.Roster;

/// <summary>One contact of an account (RFC 6121 §2.1.2). Immutable.</summary>
public sealed record RosterItem
{
    /// <summary>The contact's bare address.</summary>
    public required Jid Peer { get; init; }

    /// <summary>What the user calls the contact; null for nothing.</summary>
    public string? Name { get; init; }

    /// <summary>The groups it is in, each once, none of them empty.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The subscriptions, and requests that wait.</summary>
    public SubscriptionState State { get; init; }

    /// <summary>A request of the contact's is granted without asking (RFC 6121 §3.4).</summary>
    public bool IsApproved { get; init; }

    /// <summary>
    /// It belongs to the roster that clients see. Otherwise all there is of it is a request that waits
    /// (RFC 6121 §3.1.3: it must not be put into the roster by the asking alone).
    /// </summary>
    public bool IsListed { get; init; }

    /// <summary>The request that waits, as standalone XML; empty when none does.</summary>
    public ReadOnlyMemory<byte> Request { get; init; }

    /// <summary>Nothing is left that would be worth keeping.</summary>
    public bool IsBlank => !IsListed && !IsApproved && State == SubscriptionState.None;

    /// <summary>The contact sees the account's presence.</summary>
    public bool IsSubscriber => (State & SubscriptionState.From) != 0;

    /// <summary>True when clients would not see a difference.</summary>
    internal bool LooksLike(RosterItem other) =>
        IsListed == other.IsListed
        && IsApproved == other.IsApproved
        && (State & ~SubscriptionState.PendingIn) == (other.State & ~SubscriptionState.PendingIn)
        && Name == other.Name
        && (ReferenceEquals(Groups, other.Groups) || Groups.SequenceEqual(other.Groups));

    /// <summary>The same item between new subscriptions; a request stays only as long as it waits.</summary>
    internal RosterItem After(SubscriptionStep step, bool isListed) => this with
    {
        State = step.State,
        IsApproved = step.IsApproved,
        IsListed = isListed,
        Request = (step.State & SubscriptionState.PendingIn) != 0 ? Request : default,
    };
}
