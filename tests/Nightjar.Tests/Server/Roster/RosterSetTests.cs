using Nightjar.Server.Roster;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Server.Roster;

public sealed class RosterSetTests
{
    private static readonly Jid s_own = Jid.Parse("romeo@example.org");

    [Theory]
    [InlineData("", StanzaErrorCondition.BadRequest)]
    [InlineData("<item/>", StanzaErrorCondition.BadRequest)]
    [InlineData("<item jid='a@b'/><item jid='c@d'/>", StanzaErrorCondition.BadRequest)]
    [InlineData("<other jid='a@b'/>", StanzaErrorCondition.BadRequest)]
    [InlineData("<item jid='@'/>", StanzaErrorCondition.JidMalformed)]
    [InlineData("<item jid='romeo@example.org'/>", StanzaErrorCondition.NotAllowed)]
    [InlineData("<item jid='Romeo@example.org/home'/>", StanzaErrorCondition.NotAllowed)]
    [InlineData("<item jid='a@b'><group/></item>", StanzaErrorCondition.NotAcceptable)]
    [InlineData("<item jid='a@b'><group>x</group><group>x</group></item>", StanzaErrorCondition.BadRequest)]
    public void What_cannot_be_set_is_refused(string items, StanzaErrorCondition expected)
    {
        Assert.Null(Parse(items, out StanzaError? error));
        Assert.Equal(expected, error!.Condition);
    }

    [Fact]
    public void A_name_that_is_too_long_is_refused()
    {
        Parse($"<item jid='a@b' name='{new string('x', RosterSet.MaxNameBytes + 1)}'/>", out StanzaError? error);
        Assert.Equal(StanzaErrorCondition.NotAcceptable, error!.Condition);
    }

    [Fact]
    public void A_group_name_that_is_too_long_is_refused()
    {
        Parse($"<item jid='a@b'><group>{new string('x', RosterSet.MaxNameBytes + 1)}</group></item>", out StanzaError? error);
        Assert.Equal(StanzaErrorCondition.NotAcceptable, error!.Condition);
    }

    [Fact]
    public void Too_many_groups_are_refused()
    {
        Parse($"<item jid='a@b'>{string.Concat(Enumerable.Range(0, RosterSet.MaxGroups + 1).Select(i => $"<group>{i}</group>"))}</item>", out StanzaError? error);
        Assert.Equal(StanzaErrorCondition.NotAcceptable, error!.Condition);
    }

    [Fact]
    public void A_subscription_other_than_remove_is_not_for_the_client_to_set()
    {
        RosterSet set = Parse("<item jid='a@b' subscription='both' ask='subscribe' name='A'><group>G</group></item>", out _)!;
        Assert.Equal((false, "A", "G"), (set.IsRemoval, set.Name, Assert.Single(set.Groups)));
    }

    [Fact]
    public void Remove_removes() => Assert.True(Parse("<item jid='a@b' subscription='remove'/>", out _)!.IsRemoval);

    private static RosterSet? Parse(string items, out StanzaError? error) =>
        RosterSet.Parse(Element.Parse($"<query xmlns='jabber:iq:roster'>{items}</query>"), s_own, out error);
}
