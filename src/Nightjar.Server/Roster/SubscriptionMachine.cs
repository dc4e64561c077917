using Nightjar.Xmpp.Stanzas;

using static Nightjar.Server.Roster.SubscriptionState;

namespace Nightjar.Server.Roster;

/// <summary>Subscriptions as RFC 6121 Appendix A has them: its eight tables, row by row, and pre-approval (§3.4). Pure.</summary>
public static class SubscriptionMachine
{
    private const bool Must = true;
    private const bool MustNot = false;

    private static readonly Row[] s_outSubscribe =
    [
        new(None, Must, PendingOut),
        new(PendingOut, Must, PendingOut),
        new(PendingIn, Must, PendingOut | PendingIn),
        new(PendingOut | PendingIn, Must, PendingOut | PendingIn),
        new(To, Must, To),
        new(To | PendingIn, Must, To | PendingIn),
        new(From, Must, From | PendingOut),
        new(From | PendingOut, Must, From | PendingOut),
        new(Both, Must, Both),
    ];

    private static readonly Row[] s_outUnsubscribe =
    [
        new(None, Must, None),
        new(PendingOut, Must, None),
        new(PendingIn, Must, PendingIn),
        new(PendingOut | PendingIn, Must, PendingIn),
        new(To, Must, None),
        new(To | PendingIn, Must, PendingIn),
        new(From, Must, From),
        new(From | PendingOut, Must, From),
        new(Both, Must, From),
    ];

    private static readonly Row[] s_outSubscribed =
    [
        new(None, MustNot, None),
        new(PendingOut, MustNot, PendingOut),
        new(PendingIn, Must, From),
        new(PendingOut | PendingIn, Must, From | PendingOut),
        new(To, MustNot, To),
        new(To | PendingIn, Must, Both),
        new(From, MustNot, From),
        new(From | PendingOut, MustNot, From | PendingOut),
        new(Both, MustNot, Both),
    ];

    private static readonly Row[] s_outUnsubscribed =
    [
        new(None, MustNot, None),
        new(PendingOut, MustNot, PendingOut),
        new(PendingIn, Must, None),
        new(PendingOut | PendingIn, Must, PendingOut),
        new(To, MustNot, To),
        new(To | PendingIn, Must, To),
        new(From, Must, None),
        new(From | PendingOut, Must, PendingOut),
        new(Both, Must, To),
    ];

    private static readonly Row[] s_inSubscribe =
    [
        new(None, Must, PendingIn),
        new(PendingOut, Must, PendingOut | PendingIn),
        new(PendingIn, MustNot, PendingIn),
        new(PendingOut | PendingIn, MustNot, PendingOut | PendingIn),
        new(To, Must, To | PendingIn),
        new(To | PendingIn, MustNot, To | PendingIn),
        new(From, MustNot, From),
        new(From | PendingOut, MustNot, From | PendingOut),
        new(Both, MustNot, Both),
    ];

    private static readonly Row[] s_inUnsubscribe =
    [
        new(None, MustNot, None),
        new(PendingOut, MustNot, PendingOut),
        new(PendingIn, Must, None),
        new(PendingOut | PendingIn, Must, PendingOut),
        new(To, MustNot, To),
        new(To | PendingIn, Must, To),
        new(From, Must, None),
        new(From | PendingOut, Must, PendingOut),
        new(Both, Must, To),
    ];

    private static readonly Row[] s_inSubscribed =
    [
        new(None, MustNot, None),
        new(PendingOut, Must, To),
        new(PendingIn, MustNot, PendingIn),
        new(PendingOut | PendingIn, Must, To | PendingIn),
        new(To, MustNot, To),
        new(To | PendingIn, MustNot, To | PendingIn),
        new(From, MustNot, From),
        new(From | PendingOut, Must, Both),
        new(Both, MustNot, Both),
    ];

    private static readonly Row[] s_inUnsubscribed =
    [
        new(None, MustNot, None),
        new(PendingOut, Must, None),
        new(PendingIn, MustNot, PendingIn),
        new(PendingOut | PendingIn, Must, PendingIn),
        new(To, Must, None),
        new(To | PendingIn, Must, PendingIn),
        new(From, MustNot, From),
        new(From | PendingOut, Must, From),
        new(Both, Must, From),
    ];

    /// <summary>The account sends a subscription stanza to the contact (Appendix A.2).</summary>
    public static SubscriptionStep Outbound(PresenceType type, SubscriptionState state, bool isApproved)
    {
        switch (type)
        {
            case PresenceType.Subscribe:
                return Look(s_outSubscribe, state, isApproved);
            case PresenceType.Unsubscribe:
                return Look(s_outUnsubscribe, state, isApproved);
            case PresenceType.Subscribed:
                // §3.4.2: an approval that nobody has asked for yet is noted; one that was given already is ignored.
                return Look(s_outSubscribed, state, isApproved || (state & (From | PendingIn)) == 0);
            case PresenceType.Unsubscribed:
                return Look(s_outUnsubscribed, state, isApproved: false);
            default:
                throw new ArgumentOutOfRangeException(nameof(type));
        }
    }

    /// <summary>The contact sends a subscription stanza to the account (Appendix A.3).</summary>
    public static SubscriptionStep Inbound(PresenceType type, SubscriptionState state, bool isApproved)
    {
        switch (type)
        {
            case PresenceType.Subscribe when (state & From) != 0:
                // The contact does not know that it is subscribed already.
                return Look(s_inSubscribe, state, isApproved) with { AnswersSubscribed = true };
            case PresenceType.Subscribe when isApproved:
                return new SubscriptionStep((state & ~PendingIn) | From, isApproved, Passes: false, AnswersSubscribed: true);
            case PresenceType.Subscribe:
                return Look(s_inSubscribe, state, isApproved);
            case PresenceType.Unsubscribe:
                return Look(s_inUnsubscribe, state, isApproved);
            case PresenceType.Subscribed:
                return Look(s_inSubscribed, state, isApproved);
            case PresenceType.Unsubscribed:
                return Look(s_inUnsubscribed, state, isApproved);
            default:
                throw new ArgumentOutOfRangeException(nameof(type));
        }
    }

    private static SubscriptionStep Look(Row[] table, SubscriptionState state, bool isApproved)
    {
        foreach (Row row in table)
        {
            if (row.State == state)
            {
                return new SubscriptionStep(row.Next, isApproved, row.Passes, AnswersSubscribed: false);
            }
        }

        throw new ArgumentOutOfRangeException(nameof(state), state, "No such subscription state.");
    }

    private readonly record struct Row(SubscriptionState State, bool Passes, SubscriptionState Next);
}
