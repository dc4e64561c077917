using Nightjar.Server.Configuration;
using Nightjar.Server.Roster;
using Nightjar.Server.Storage;
using Nightjar.Testing;
using Nightjar.Testing.Clients;

namespace Nightjar.Tests.Server.Roster;

/// <summary>What a client hears of a roster change is on disk before (DESIGN §4).</summary>
public sealed class RosterStorageTests
{
    private const string Add = "<iq type='set' id='1'><query xmlns='jabber:iq:roster'><item jid='juliet@localhost'/></query></iq>";

    [Fact]
    public async Task A_change_is_confirmed_and_pushed_after_it_is_committed()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestClient romeo = await server.LogInAsync("romeo");
        server.Memory.HoldCommits();

        await romeo.SendAsync(Add);
        await romeo.ExpectNothingAsync();

        server.Memory.ReleaseCommits();
        await romeo.ExpectAsync("<iq type='result' id='1' to='{any}'/>");
    }

    [Fact]
    public async Task A_request_leaves_after_it_is_committed()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestClient juliet = await server.AppearAsync("juliet");
        TestClient romeo = await server.LogInAsync("romeo");
        server.Memory.HoldCommits();

        await romeo.SendAsync("<presence type='subscribe' to='juliet@localhost'/>");
        await romeo.ExpectNothingAsync();
        await juliet.ExpectNothingAsync();

        server.Memory.ReleaseCommits();
        await juliet.ExpectAsync("<presence type='subscribe' from='romeo@localhost' to='juliet@localhost'/>");
    }

    [Fact]
    public async Task What_comes_behind_a_change_waits_for_it()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestClient romeo = await server.LogInAsync("romeo");
        server.Memory.HoldCommits();

        await romeo.SendAsync(Add + "<iq type='get' id='2'><query xmlns='jabber:iq:roster'/></iq><presence/>");
        await romeo.ExpectNothingAsync();

        server.Memory.ReleaseCommits();
        await romeo.ExpectAsync("<iq type='result' id='1' to='{any}'/>");
        await romeo.ExpectAsync("<iq type='result' id='2' to='{any}'><query xmlns='jabber:iq:roster'><item jid='juliet@localhost' subscription='none'/></query></iq>");
        await romeo.ExpectAsync("<presence from='{any}' to='romeo@localhost'/>");
    }

    [Fact]
    public async Task A_change_that_cannot_be_stored_is_refused_and_does_not_happen()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.FaultsAreExpected = true;
        TestClient romeo = await server.LogInAsync("romeo");
        server.Memory.FailWritesWith = StorageErrorKind.Full;

        await romeo.SendAsync(Add);
        await romeo.ExpectAsync("<iq type='error' id='1' to='{any}'><error type='wait'><internal-server-error xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>{any}</error></iq>");
        await romeo.SendAsync("<presence type='subscribe' to='juliet@localhost'/>");
        await romeo.ExpectAsync("<presence type='error' from='juliet@localhost' to='{any}'><error type='wait'>{any}</error></presence>");

        server.Memory.FailWritesWith = null;
        await romeo.SendAsync("<iq type='get' id='2'><query xmlns='jabber:iq:roster'/></iq>");
        await romeo.ExpectAsync("<iq type='result' id='2' to='{any}'><query xmlns='jabber:iq:roster'/></iq>");
    }

    [Fact]
    public async Task A_roster_has_a_limit()
    {
        await using TestServer server = await TestServer.StartAsync(
            TestServer.DefaultOptions with { Limits = new LimitOptions { RosterItems = 10 } });
        for (int i = 0; i < 10; i++)
        {
            await server.BefriendAsync("romeo", "friend" + i);
        }

        TestClient romeo = await server.LogInAsync("romeo");
        await romeo.SendAsync(Add);
        await romeo.ExpectAsync("<iq type='error' id='1' to='{any}'><error type='wait'><resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>{any}</error></iq>");
        await romeo.SendAsync("<presence type='subscribe' to='juliet@localhost'/>");
        await romeo.ExpectAsync("<presence type='error' from='juliet@localhost' to='{any}'><error type='wait'>{any}</error></presence>");
    }

    [Fact]
    public async Task A_request_that_says_too_much_is_kept_without_its_words()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.AddAccountAsync("juliet");
        TestClient romeo = await server.LogInAsync("romeo");
        await romeo.SendAsync($"<presence type='subscribe' to='juliet@localhost'><status>{new string('x', 4000)}</status></presence>");
        await romeo.PeekAsync();
        await server.IdleAsync();

        RosterItem item = (await server.StoredAsync("juliet", "romeo"))!;
        Assert.Equal((SubscriptionState.PendingIn, 0, false), (item.State, item.Request.Length, item.IsListed));

        TestClient juliet = await server.LogInAsync("juliet");
        await juliet.SendAsync("<presence/>");
        await juliet.ExpectAsync("<presence from='{any}' to='juliet@localhost'/>");
        await juliet.ExpectAsync("<presence type='subscribe' from='romeo@localhost' to='juliet@localhost'/>");
    }

    [Fact]
    public async Task A_request_that_was_withdrawn_leaves_nothing_behind()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.AddAccountAsync("juliet");
        TestClient romeo = await server.LogInAsync("romeo");
        await romeo.SendAsync("<presence type='subscribe' to='juliet@localhost'/><presence type='unsubscribe' to='juliet@localhost'/>");
        await romeo.PeekAsync();
        await server.IdleAsync();

        Assert.Null(await server.StoredAsync("juliet", "romeo"));
    }
}
