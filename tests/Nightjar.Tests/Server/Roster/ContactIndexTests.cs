using Nightjar.Server.Roster;
using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Tests.Server.Roster;

public sealed class ContactIndexTests
{
    private static readonly (string Peer, SubscriptionState State)[] s_contacts =
    [
        ("juliet@example.org", SubscriptionState.Both),
        ("nurse@example.org", SubscriptionState.From | SubscriptionState.PendingOut),
        ("tybalt@example.org", SubscriptionState.None),
        ("example.net", SubscriptionState.To),
    ];

    [Fact]
    public void It_knows_the_state_of_every_contact()
    {
        ContactIndex index = Make();
        Assert.All(s_contacts, c => Assert.Equal(c.State, index.StateOf(Jid.Parse(c.Peer))));
    }

    [Fact]
    public void Nothing_holds_with_a_stranger() => Assert.Equal(SubscriptionState.None, Make().StateOf(Jid.Parse("uliet@example.org")));

    [Fact]
    public void Subscribers_are_found() =>
        Assert.Equal(["juliet@example.org", "nurse@example.org"], Make().With(SubscriptionState.From).Select(j => j.ToString()).Order());

    private static ContactIndex Make() => new(new ContactList(new RosterData(1,
        [.. s_contacts.Select(c => RosterItemFormat.Write(new RosterItem { Peer = Jid.Parse(c.Peer), State = c.State, IsListed = true }))])));
}
