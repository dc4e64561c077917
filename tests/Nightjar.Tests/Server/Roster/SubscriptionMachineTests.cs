using Nightjar.Server.Roster;
using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Tests.Server.Roster;

/// <summary>RFC 6121 Appendix A, one case for each row.</summary>
public sealed class SubscriptionMachineTests
{
    [Theory]
    [InlineData("None", "MUST", "None + Pending Out")]
    [InlineData("None + Pending Out", "MUST", "None + Pending Out")]
    [InlineData("None + Pending In", "MUST", "None + Pending Out+In")]
    [InlineData("None + Pending Out+In", "MUST", "None + Pending Out+In")]
    [InlineData("To", "MUST", "To")]
    [InlineData("To + Pending In", "MUST", "To + Pending In")]
    [InlineData("From", "MUST", "From + Pending Out")]
    [InlineData("From + Pending Out", "MUST", "From + Pending Out")]
    [InlineData("Both", "MUST", "Both")]
    public void Outbound_subscribe_follows_A_2_1(string state, string passes, string next) =>
        Check(SubscriptionMachine.Outbound, PresenceType.Subscribe, state, passes, next);

    [Theory]
    [InlineData("None", "MUST", "None")]
    [InlineData("None + Pending Out", "MUST", "None")]
    [InlineData("None + Pending In", "MUST", "None + Pending In")]
    [InlineData("None + Pending Out+In", "MUST", "None + Pending In")]
    [InlineData("To", "MUST", "None")]
    [InlineData("To + Pending In", "MUST", "None + Pending In")]
    [InlineData("From", "MUST", "From")]
    [InlineData("From + Pending Out", "MUST", "From")]
    [InlineData("Both", "MUST", "From")]
    public void Outbound_unsubscribe_follows_A_2_2(string state, string passes, string next) =>
        Check(SubscriptionMachine.Outbound, PresenceType.Unsubscribe, state, passes, next);

    [Theory]
    [InlineData("None", "MUST NOT", "None")]
    [InlineData("None + Pending Out", "MUST NOT", "None + Pending Out")]
    [InlineData("None + Pending In", "MUST", "From")]
    [InlineData("None + Pending Out+In", "MUST", "From + Pending Out")]
    [InlineData("To", "MUST NOT", "To")]
    [InlineData("To + Pending In", "MUST", "Both")]
    [InlineData("From", "MUST NOT", "From")]
    [InlineData("From + Pending Out", "MUST NOT", "From + Pending Out")]
    [InlineData("Both", "MUST NOT", "Both")]
    public void Outbound_subscribed_follows_A_2_3(string state, string passes, string next) =>
        Check(SubscriptionMachine.Outbound, PresenceType.Subscribed, state, passes, next);

    [Theory]
    [InlineData("None", "MUST NOT", "None")]
    [InlineData("None + Pending Out", "MUST NOT", "None + Pending Out")]
    [InlineData("None + Pending In", "MUST", "None")]
    [InlineData("None + Pending Out+In", "MUST", "None + Pending Out")]
    [InlineData("To", "MUST NOT", "To")]
    [InlineData("To + Pending In", "MUST", "To")]
    [InlineData("From", "MUST", "None")]
    [InlineData("From + Pending Out", "MUST", "None + Pending Out")]
    [InlineData("Both", "MUST", "To")]
    public void Outbound_unsubscribed_follows_A_2_4(string state, string passes, string next) =>
        Check(SubscriptionMachine.Outbound, PresenceType.Unsubscribed, state, passes, next);

    [Theory]
    [InlineData("None", "MUST", "None + Pending In")]
    [InlineData("None + Pending Out", "MUST", "None + Pending Out+In")]
    [InlineData("None + Pending In", "MUST NOT", "None + Pending In")]
    [InlineData("None + Pending Out+In", "MUST NOT", "None + Pending Out+In")]
    [InlineData("To", "MUST", "To + Pending In")]
    [InlineData("To + Pending In", "MUST NOT", "To + Pending In")]
    [InlineData("From", "MUST NOT", "From")]
    [InlineData("From + Pending Out", "MUST NOT", "From + Pending Out")]
    [InlineData("Both", "MUST NOT", "Both")]
    public void Inbound_subscribe_follows_A_3_1(string state, string passes, string next) =>
        Check(SubscriptionMachine.Inbound, PresenceType.Subscribe, state, passes, next);

    [Theory]
    [InlineData("None", "MUST NOT", "None")]
    [InlineData("None + Pending Out", "MUST NOT", "None + Pending Out")]
    [InlineData("None + Pending In", "MUST", "None")]
    [InlineData("None + Pending Out+In", "MUST", "None + Pending Out")]
    [InlineData("To", "MUST NOT", "To")]
    [InlineData("To + Pending In", "MUST", "To")]
    [InlineData("From", "MUST", "None")]
    [InlineData("From + Pending Out", "MUST", "None + Pending Out")]
    [InlineData("Both", "MUST", "To")]
    public void Inbound_unsubscribe_follows_A_3_2(string state, string passes, string next) =>
        Check(SubscriptionMachine.Inbound, PresenceType.Unsubscribe, state, passes, next);

    [Theory]
    [InlineData("None", "MUST NOT", "None")]
    [InlineData("None + Pending Out", "MUST", "To")]
    [InlineData("None + Pending In", "MUST NOT", "None + Pending In")]
    [InlineData("None + Pending Out+In", "MUST", "To + Pending In")]
    [InlineData("To", "MUST NOT", "To")]
    [InlineData("To + Pending In", "MUST NOT", "To + Pending In")]
    [InlineData("From", "MUST NOT", "From")]
    [InlineData("From + Pending Out", "MUST", "Both")]
    [InlineData("Both", "MUST NOT", "Both")]
    public void Inbound_subscribed_follows_A_3_3(string state, string passes, string next) =>
        Check(SubscriptionMachine.Inbound, PresenceType.Subscribed, state, passes, next);

    [Theory]
    [InlineData("None", "MUST NOT", "None")]
    [InlineData("None + Pending Out", "MUST", "None")]
    [InlineData("None + Pending In", "MUST NOT", "None + Pending In")]
    [InlineData("None + Pending Out+In", "MUST", "None + Pending In")]
    [InlineData("To", "MUST", "None")]
    [InlineData("To + Pending In", "MUST", "None + Pending In")]
    [InlineData("From", "MUST NOT", "From")]
    [InlineData("From + Pending Out", "MUST", "From")]
    [InlineData("Both", "MUST", "From")]
    public void Inbound_unsubscribed_follows_A_3_4(string state, string passes, string next) =>
        Check(SubscriptionMachine.Inbound, PresenceType.Unsubscribed, state, passes, next);

    [Theory]
    [InlineData("None")]
    [InlineData("None + Pending Out")]
    [InlineData("To")]
    public void An_approval_that_nobody_asked_for_is_noted_and_not_sent(string state) => Assert.Equal(
        new SubscriptionStep(StateOf(state), IsApproved: true, Passes: false, AnswersSubscribed: false),
        SubscriptionMachine.Outbound(PresenceType.Subscribed, StateOf(state), false));

    [Theory]
    [InlineData("From")]
    [InlineData("From + Pending Out")]
    [InlineData("Both")]
    public void An_approval_that_was_given_before_changes_nothing(string state) =>
        Assert.False(SubscriptionMachine.Outbound(PresenceType.Subscribed, StateOf(state), false).IsApproved);

    [Fact]
    public void Taking_back_an_approval_forgets_that_it_was_given_in_advance() =>
        Assert.False(SubscriptionMachine.Outbound(PresenceType.Unsubscribed, SubscriptionState.None, true).IsApproved);

    [Theory]
    [InlineData("None", "From")]
    [InlineData("None + Pending Out", "From + Pending Out")]
    [InlineData("To", "Both")]
    public void A_request_that_was_approved_in_advance_is_answered_without_asking(string state, string next) => Assert.Equal(
        new SubscriptionStep(StateOf(next), IsApproved: true, Passes: false, AnswersSubscribed: true),
        SubscriptionMachine.Inbound(PresenceType.Subscribe, StateOf(state), true));

    [Theory]
    [InlineData("From")]
    [InlineData("From + Pending Out")]
    [InlineData("Both")]
    public void A_request_of_somebody_who_is_subscribed_is_answered_at_once(string state) =>
        Assert.True(SubscriptionMachine.Inbound(PresenceType.Subscribe, StateOf(state), false).AnswersSubscribed);

    private static void Check(
        Func<PresenceType, SubscriptionState, bool, SubscriptionStep> table, PresenceType type, string state, string passes, string next)
    {
        SubscriptionStep step = table(type, StateOf(state), false);
        Assert.Equal((passes == "MUST", StateOf(next)), (step.Passes, step.State));
    }

    private static SubscriptionState StateOf(string name) => name switch
    {
        "None" => SubscriptionState.None,
        "None + Pending Out" => SubscriptionState.PendingOut,
        "None + Pending In" => SubscriptionState.PendingIn,
        "None + Pending Out+In" => SubscriptionState.PendingOut | SubscriptionState.PendingIn,
        "To" => SubscriptionState.To,
        "To + Pending In" => SubscriptionState.To | SubscriptionState.PendingIn,
        "From" => SubscriptionState.From,
        "From + Pending Out" => SubscriptionState.From | SubscriptionState.PendingOut,
        _ => SubscriptionState.Both,
    };
}
