using Nightjar.Testing;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Payloads;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Extensions;

/// <summary>XEP-0199, 0092, 0202, 0012, 0359.</summary>
public sealed class SmallExtensionsTests : IAsyncLifetime
{
    private const string Last = "<query xmlns='jabber:iq:last'/>";
    private TestServer _server = null!;
    private TestClient _romeo = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await Stage.StartAsync();
        _romeo = await _server.LogInAsync("romeo", "orchard");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("localhost")]
    [InlineData("romeo@localhost")]
    [InlineData(null)]
    public async Task A_ping_is_answered(string? to) => await _romeo.AskAsync("get", "<ping xmlns='urn:xmpp:ping'/>", "", to);

    [Fact]
    public async Task The_version_is_told_and_the_operating_system_is_not()
    {
        Element query = (await _romeo.AskAsync("get", "<query xmlns='jabber:iq:version'/>", "localhost")).FirstChild!;
        Assert.Equal("Nightjar", query.Child(Namespaces.Version, "name")?.Text);
        Assert.Matches(@"^\d+\.\d+\.\d+", query.Child(Namespaces.Version, "version")?.Text);
        Assert.Null(query.Child(Namespaces.Version, "os"));
    }

    [Fact]
    public async Task The_time_is_told_in_utc()
    {
        Element time = (await _romeo.AskAsync("get", "<time xmlns='urn:xmpp:time'/>", "localhost")).FirstChild!;
        Assert.Equal("+00:00", time.Child(Namespaces.Time, "tzo")?.Text);
        Assert.True(XmppDateTime.TryParse(time.Child(Namespaces.Time, "utc")!.Text, out DateTimeOffset told));
        Assert.InRange(_server.Clock.GetUtcNow() - told, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task The_servers_last_activity_is_its_uptime()
    {
        await _server.AdvanceAsync(TimeSpan.FromSeconds(40));
        Assert.InRange(int.Parse(await SecondsAsync("localhost")), 40, 45);
    }

    [Fact]
    public async Task An_account_with_a_device_is_active_now() => Assert.Equal("0", await SecondsAsync("romeo@localhost"));

    [Theory]
    [InlineData("juliet@localhost")]
    [InlineData("juliet@localhost/balcony")]
    [InlineData("nobody@localhost")]
    [InlineData("nobody@localhost/balcony")]
    public async Task A_stranger_is_not_told_when_somebody_was_active(string who)
    {
        TestClient juliet = await _server.LogInAsync("juliet", "balcony");
        await _romeo.IsRefusedAsync("get", Last, "cancel", "service-unavailable", who);
        await juliet.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_contact_is_told_when_somebody_left_and_with_what_words()
    {
        TestClient juliet = await ContactAsync();
        await juliet.SendAsync("<presence type='unavailable'><status>Heading Home</status></presence>");
        await juliet.CloseAsync();
        await _server.AdvanceAsync(TimeSpan.FromSeconds(45));
        _romeo.Skips = item => item.Element is { Name: "presence" };
        await _romeo.AskAsync("get", Last, "<query xmlns='jabber:iq:last' seconds='{seconds}'>Heading Home</query>", "juliet@localhost");
        Assert.InRange(int.Parse(_romeo.Captures["seconds"]), 45, 47);
    }

    [Fact]
    public async Task After_a_restart_only_the_day_is_known()
    {
        TestClient juliet = await ContactAsync();
        await juliet.CloseAsync();
        await _server.RestartAsync();
        await _server.AdvanceAsync(TimeSpan.FromDays(2));
        _romeo = await _server.LogInAsync("romeo", "orchard");
        Assert.InRange(int.Parse(await SecondsAsync("juliet@localhost")), 86_400, 2 * 86_400 + 60);
    }

    [Fact]
    public async Task The_device_of_a_contact_is_asked()
    {
        TestClient juliet = await ContactAsync();
        await _romeo.SendAsync($"<iq type='get' id='1' to='juliet@localhost/balcony'>{Last}</iq>");
        await juliet.ExpectAsync($"<iq type='get' id='1' from='romeo@localhost/orchard' to='juliet@localhost/balcony'>{Last}</iq>");
    }

    [Fact]
    public async Task A_contact_may_ping_and_discover_an_account()
    {
        TestClient juliet = await ContactAsync();
        await _romeo.AskAsync("get", "<ping xmlns='urn:xmpp:ping'/>", "", "juliet@localhost");
        await _romeo.AskAsync(
            "get", "<query xmlns='http://jabber.org/protocol/disco#items'/>",
            "<query xmlns='http://jabber.org/protocol/disco#items'><item jid='juliet@localhost/balcony'/></query>", "juliet@localhost");
        await juliet.CloseAsync();
        await _server.RestartAsync();
        _romeo = await _server.LogInAsync("romeo", "orchard");
        await _romeo.AskAsync(
            "get", "<query xmlns='http://jabber.org/protocol/disco#items'/>", "<query xmlns='http://jabber.org/protocol/disco#items'/>", "juliet@localhost");
        Element info = (await _romeo.AskAsync("get", "<query xmlns='http://jabber.org/protocol/disco#info'/>", "juliet@localhost")).FirstChild!;
        Assert.Equal("account", info.FirstChild!.Attribute("category"));
    }

    [Fact]
    public async Task An_own_device_answers_for_itself()
    {
        TestClient home = await _server.LogInAsync("romeo", "home");
        await _romeo.SendAsync($"<iq type='get' id='1' to='romeo@localhost/home'>{Last}</iq>");
        await home.ExpectAsync($"<iq type='get' id='1' from='romeo@localhost/orchard' to='romeo@localhost/home'>{Last}</iq>");
    }

    [Fact]
    public async Task Stanza_ids_in_the_accounts_name_are_taken_out_and_others_stay()
    {
        TestClient juliet = await _server.LogInAsync("juliet", "balcony");
        await _romeo.SendAsync(
            """
            <message to='juliet@localhost/balcony' type='headline' id='1'>
              <body>x</body><stanza-id xmlns='urn:xmpp:sid:0' by='JULIET@localhost' id='forged'/><s:stanza-id xmlns:s='urn:xmpp:s&#105;d:0' by='juliet@localhost' id='forged'/>
              <stanza-id xmlns='urn:xmpp:sid:0' by='room@rooms.localhost' id='2'/><origin-id xmlns='urn:xmpp:sid:0' id='3'/>
            </message>
            """);
        await juliet.ExpectAsync(
            """
            <message from='romeo@localhost/orchard' to='juliet@localhost/balcony' type='headline' id='1'>
              <body>x</body><stanza-id xmlns='urn:xmpp:sid:0' by='room@rooms.localhost' id='2'/><origin-id xmlns='urn:xmpp:sid:0' id='3'/>
            </message>
            """);
    }

    [Fact]
    public async Task The_archives_own_stanza_id_is_the_only_one_of_the_account()
    {
        TestClient juliet = await _server.LogInAsync("juliet", "balcony");
        await _romeo.SendAsync(
            "<message to='juliet@localhost/balcony' type='chat'><body>x</body><stanza-id xmlns='urn:xmpp:sid:0' by='juliet@localhost' id='forged'/></message>");
        Element message = await juliet.ReceiveAsync();
        Element id = Assert.Single(message.Elements, e => e.Name == "stanza-id");
        Assert.NotEqual("forged", id.Attribute("id"));
    }

    private async Task<TestClient> ContactAsync()
    {
        TestClient juliet = await _server.LogInAsync("juliet", "balcony");
        await juliet.BecomeAvailableAsync();
        await _romeo.BecomeAvailableAsync();
        await _server.BefriendAsync(_romeo, juliet);
        return juliet;
    }

    private async Task<string> SecondsAsync(string to) => (await _romeo.AskAsync("get", Last, to)).FirstChild!.Attribute("seconds")!;
}
