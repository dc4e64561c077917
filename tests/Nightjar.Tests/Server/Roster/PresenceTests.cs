using Nightjar.Server.Roster;
using Nightjar.Server.Sessions;
using Nightjar.Testing;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Tests.Server.Roster;

public sealed class PresenceTests
{
    [Fact]
    public async Task Contacts_see_each_other_come_change_and_go()
    {
        await using TestServer server = await StartAsync();
        TestClient juliet = await server.AppearAsync("juliet");
        TestClient romeo = await server.LogInAsync("romeo", "home");

        await romeo.SendAsync("<presence><show>away</show></presence>");
        await romeo.ExpectUnorderedAsync(
            "<presence from='romeo@localhost/home' to='romeo@localhost'><show>away</show></presence>",
            "<presence from='juliet@localhost/home' to='romeo@localhost/home'/>");
        await juliet.ExpectAsync("<presence from='romeo@localhost/home' to='juliet@localhost'><show>away</show></presence>");

        await romeo.SendAsync("<presence/>");
        await juliet.ExpectAsync("<presence from='romeo@localhost/home' to='juliet@localhost'/>");

        romeo.Break();
        await juliet.ExpectAsync("<presence type='unavailable' from='romeo@localhost/home' to='juliet@localhost'/>");
        await juliet.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(SubscriptionState.None)]
    [InlineData(SubscriptionState.PendingOut)]
    [InlineData(SubscriptionState.PendingIn)]
    [InlineData(SubscriptionState.To)]
    public async Task Who_is_not_subscribed_sees_nothing(SubscriptionState ofJuliet)
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.BefriendAsync("juliet", "romeo", ofJuliet);
        await server.BefriendAsync("romeo", "juliet", SubscriptionState.None);
        TestClient romeo = await server.AppearAsync("romeo");
        await server.AppearAsync("juliet");

        await romeo.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_probe_from_somebody_who_only_thinks_to_be_subscribed_corrects_him()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.BefriendAsync("romeo", "juliet", SubscriptionState.To);
        await server.AppearAsync("juliet");
        await server.AppearAsync("romeo");
        await server.IdleAsync();

        Assert.Equal(SubscriptionState.None, (await server.StoredAsync("romeo", "juliet"))!.State);
    }

    [Fact]
    public async Task An_idle_account_keeps_only_who_is_subscribed_and_still_answers()
    {
        await using TestServer server = await StartAsync();
        TestClient juliet = await server.AppearAsync("juliet");
        Account account = await server.AccountAsync("juliet");
        account.RetireIfIdle();
        account.RetireIfIdle();
        TestClient romeo = await server.AppearAsync("romeo");
        await juliet.ExpectAsync("<presence from='romeo@localhost/home' to='juliet@localhost'/>");

        await juliet.SendAsync("<presence><show>xa</show></presence>");

        await romeo.ExpectAsync("<presence from='juliet@localhost/home' to='romeo@localhost'><show>xa</show></presence>");
        await romeo.SendAsync("<presence type='probe' to='juliet@localhost'/>");
        await romeo.ExpectAsync("<presence from='juliet@localhost/home' to='romeo@localhost/home'><show>xa</show></presence>");
    }

    [Fact]
    public async Task An_offline_contact_is_not_loaded_for_presence()
    {
        await using TestServer server = await StartAsync();
        await server.AppearAsync("romeo");

        Assert.Equal(1, server.Server.Services.Accounts.Count);
    }

    [Fact]
    public async Task Who_has_gone_is_answered_for_with_his_last_words()
    {
        await using TestServer server = await StartAsync();
        TestClient juliet = await server.AppearAsync("juliet");
        await juliet.SendAsync("<presence type='unavailable'><status>asleep</status></presence>");
        await server.IdleAsync();
        TestClient romeo = await server.LogInAsync("romeo", "home");
        await romeo.SendAsync("<presence/>");

        await romeo.ExpectUnorderedAsync(
            "<presence from='romeo@localhost/home' to='romeo@localhost'/>",
            "<presence type='unavailable' from='juliet@localhost' to='romeo@localhost/home'><status>asleep</status><delay xmlns='urn:xmpp:delay' from='localhost' stamp='{any}'/></presence>");
    }

    [Fact]
    public async Task A_subscriber_who_was_also_told_directly_hears_the_end_once()
    {
        await using TestServer server = await StartAsync();
        TestClient juliet = await server.AppearAsync("juliet");
        TestClient romeo = await server.LogInAsync("romeo", "home");
        await romeo.SendAsync("<presence to='juliet@localhost/home'/><presence/>");
        await romeo.PeekAsync();
        romeo.Break();
        await server.IdleAsync();

        IEnumerable<string?> types = (await juliet.PeekAsync()).Select(e => e.Attribute("type"));
        Assert.Equal([null, null, "unavailable"], types);
    }

    [Fact]
    public async Task An_account_can_vanish_for_one_contact_and_show_itself_again()
    {
        await using TestServer server = await StartAsync();
        TestClient romeo = await server.AppearAsync("romeo");
        await server.AppearAsync("juliet");
        await romeo.ExpectAsync("<presence from='juliet@localhost/home' to='romeo@localhost'/>");
        Account account = await server.AccountAsync("juliet");
        Jid contact = Jid.Parse("romeo@localhost");

        await account.InsideAsync(() => account.SendUnavailableTo(j => j.Bare == contact));
        await romeo.ExpectAsync("<presence type='unavailable' from='juliet@localhost/home' to='romeo@localhost'/>");

        await account.InsideAsync(() => account.SendPresenceTo(j => j.Bare == contact));
        await romeo.ExpectAsync("<presence from='juliet@localhost/home' to='romeo@localhost'/>");
    }

    [Fact]
    public async Task Subscriptions_are_known_to_extensions()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.BefriendAsync("juliet", "romeo", SubscriptionState.From);
        Account account = await server.AccountAsync("juliet");

        Assert.True(await account.IsSubscribedToUsAsync(Jid.Parse("romeo@localhost/home")));
        Assert.False(await account.IsSubscribedToUsAsync(Jid.Parse("tybalt@localhost")));
        Assert.True((await account.RosterItemOfAsync(Jid.Parse("romeo@localhost")))!.IsListed);
    }

    private static async Task<TestServer> StartAsync()
    {
        TestServer server = await TestServer.StartAsync();
        await server.BefriendAsync("romeo", "juliet");
        await server.BefriendAsync("juliet", "romeo");
        return server;
    }
}
