using Nightjar.Testing;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Tests.Extensions;

/// <summary>XEP-0191.</summary>
public sealed class BlockingTests : IAsyncLifetime
{
    private const string Empty = "<blocklist xmlns='urn:xmpp:blocking'/>";
    private TestServer _server = null!;
    private TestClient _juliet = null!;
    private TestClient _romeo = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await Stage.StartAsync();
        _juliet = await _server.LogInAsync("juliet", "balcony");
        _romeo = await _server.LogInAsync("romeo", "orchard");
        await _juliet.BecomeAvailableAsync();
        await _romeo.BecomeAvailableAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_list_grows_and_shrinks_and_outlives_a_restart()
    {
        await _juliet.AskAsync("get", Empty, Empty, null);
        await _juliet.SendAsync("<iq type='set' id='ask'><block xmlns='urn:xmpp:blocking'><item jid='romeo@localhost'/></block></iq>");
        await _juliet.ExpectUnorderedAsync(
            "<iq type='result' id='ask' to='juliet@localhost/balcony'/>",
            "<iq type='set' id='{any}' from='juliet@localhost' to='juliet@localhost/balcony'><block xmlns='urn:xmpp:blocking'><item jid='romeo@localhost'/></block></iq>");
        await _juliet.AskAsync("get", Empty, "<blocklist xmlns='urn:xmpp:blocking'><item jid='romeo@localhost'/></blocklist>", null);
        await _server.RestartAsync();
        _juliet = await _server.LogInAsync("juliet", "balcony");
        await _juliet.AskAsync("get", Empty, "<blocklist xmlns='urn:xmpp:blocking'><item jid='romeo@localhost'/></blocklist>", null);
        await _juliet.SendAsync("<iq type='set' id='ask'><unblock xmlns='urn:xmpp:blocking'/></iq>");
        await _juliet.ExpectUnorderedAsync(
            "<iq type='result' id='ask' to='juliet@localhost/balcony'/>",
            "<iq type='set' id='{push}' from='juliet@localhost' to='juliet@localhost/balcony'><unblock xmlns='urn:xmpp:blocking'/></iq>");
        await _juliet.AskAsync("get", Empty, Empty, null);
    }

    [Fact]
    public async Task Devices_that_asked_for_the_list_hear_of_changes_and_others_do_not()
    {
        TestClient other = await _server.LogInAsync("juliet", "chamber");
        await other.AskAsync("get", Empty, Empty, null);
        await SetAsync(_juliet, "block", "romeo@localhost/orchard");
        await other.ExpectAsync(
            "<iq type='set' id='{push}' from='juliet@localhost' to='juliet@localhost/chamber'><block xmlns='urn:xmpp:blocking'><item jid='romeo@localhost/orchard'/></block></iq>");
        await _juliet.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("romeo@localhost")]
    [InlineData("romeo@localhost/orchard")]
    public async Task Who_is_blocked_finds_nobody_there(string blocked)
    {
        await SetAsync(_juliet, "block", blocked);
        await _romeo.SendAsync("<presence to='juliet@localhost/balcony'/>");
        if (!blocked.Contains('/', StringComparison.Ordinal))
        {
            // A request comes from the account, not from a device.
            await _romeo.SendAsync("<presence to='juliet@localhost' type='subscribe'/>");
        }

        await _romeo.SendAsync("<message to='juliet@localhost/balcony' type='chat' id='1'><body>x</body></message>");
        await ExpectUnavailableAsync("message", "1", "juliet@localhost/balcony");
        await _romeo.SendAsync("<iq to='juliet@localhost/balcony' type='get' id='2'><ping xmlns='urn:xmpp:ping'/></iq>");
        await ExpectUnavailableAsync("iq", "2", "juliet@localhost/balcony");
        await _romeo.SendAsync("<iq to='juliet@localhost' type='get' id='3'><vCard xmlns='vcard-temp'/></iq>");
        await ExpectUnavailableAsync("iq", "3", "juliet@localhost");
        await _romeo.SendAsync("<iq to='juliet@localhost/balcony' type='result' id='4'/>");
        await _juliet.ExpectNothingAsync();
    }

    [Fact]
    public async Task Nothing_of_who_is_blocked_waits_for_the_account_to_come_back()
    {
        await SetAsync(_juliet, "block", "romeo@localhost");
        await _juliet.CloseAsync();
        await _server.RestartAsync();
        _romeo = await _server.LogInAsync("romeo", "orchard");
        await _romeo.SendAsync("<message to='juliet@localhost' type='chat' id='1'><body>x</body></message>");
        await ExpectUnavailableAsync("message", "1", "juliet@localhost");
        _juliet = await _server.LogInAsync("juliet", "balcony");
        await _juliet.SendAsync("<presence/>");
        await _server.IdleAsync();
        Assert.DoesNotContain(await _juliet.PeekAsync(), e => e.Name == "message");
    }

    [Fact]
    public async Task One_cannot_write_to_whom_one_has_blocked()
    {
        await SetAsync(_juliet, "block", "romeo@localhost");
        await _juliet.SendAsync("<message to='romeo@localhost/orchard' type='chat' id='1'><body>x</body></message>");
        await _juliet.ExpectAsync(
            """
            <message type='error' id='1' from='romeo@localhost/orchard' to='juliet@localhost/balcony'>
              <error type='cancel'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text><blocked xmlns='urn:xmpp:blocking:errors'/></error>
            </message>
            """);
        await _romeo.ExpectNothingAsync();
    }

    [Fact]
    public async Task Unblocking_lets_everything_through_again()
    {
        await SetAsync(_juliet, "block", "romeo@localhost");
        await SetAsync(_juliet, "unblock", "romeo@localhost");
        await _romeo.SendAsync("<message to='juliet@localhost/balcony' type='headline' id='1'/>");
        Assert.Equal("1", (await _juliet.ReceiveAsync()).Attribute("id"));
    }

    [Fact]
    public async Task Blocking_the_own_domain_leaves_the_server_and_the_own_devices_reachable()
    {
        TestClient other = await _server.LogInAsync("juliet", "chamber");
        await SetAsync(_juliet, "block", "localhost");
        await _juliet.AskAsync("get", "<ping xmlns='urn:xmpp:ping'/>", "", "localhost");
        await _juliet.SendAsync("<message to='juliet@localhost/chamber' type='headline' id='own'/>");
        await other.PeekAsync();
        other.Drop(e => e.Name == "presence");
        Assert.Equal("own", (await other.ReceiveAsync()).Attribute("id"));
        await _romeo.SendAsync("<message to='juliet@localhost/balcony' type='chat' id='1'><body>x</body></message>");
        await ExpectUnavailableAsync("message", "1", "juliet@localhost/balcony");
    }

    [Fact]
    public async Task A_blocked_contact_sees_the_account_leave_and_come_again()
    {
        await _server.BefriendAsync(_juliet, _romeo);
        await SetAsync(_juliet, "block", "romeo@localhost");
        await _server.IdleAsync();
        await _romeo.ExpectAsync("<presence type='unavailable' from='juliet@localhost/balcony' to='romeo@localhost'/>");
        await _juliet.SendAsync("<presence><show>away</show></presence>");
        await _juliet.PeekAsync();
        _juliet.Drop(e => e.Name == "presence");
        await _romeo.SendAsync("<presence type='probe' to='juliet@localhost'/>");
        await _romeo.SendAsync("<presence><show>dnd</show></presence>");
        await _server.IdleAsync();
        await _romeo.PeekAsync();
        _romeo.Drop(e => e.Attribute("from") == "romeo@localhost/orchard");
        await _romeo.ExpectNothingAsync();
        await _juliet.ExpectNothingAsync();

        await SetAsync(_juliet, "unblock", "romeo@localhost");
        await _server.IdleAsync();
        await _romeo.ExpectAsync("<presence from='juliet@localhost/balcony' to='romeo@localhost'><show>away</show></presence>");
        await _romeo.ExpectNothingAsync();
    }

    [Fact]
    public async Task Blocking_a_stranger_tells_him_nothing()
    {
        await SetAsync(_juliet, "block", "romeo@localhost");
        await SetAsync(_juliet, "unblock", "romeo@localhost");
        await _server.IdleAsync();
        await _romeo.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_blocked_contact_is_not_told_of_a_log_in()
    {
        await _server.BefriendAsync(_juliet, _romeo);
        await SetAsync(_juliet, "block", "romeo@localhost");
        await _juliet.CloseAsync();
        await _server.IdleAsync();
        await _romeo.ExpectAsync("<presence type='unavailable' from='juliet@localhost/balcony' to='romeo@localhost'/>");
        TestClient again = await _server.LogInAsync("juliet", "chamber");
        await again.SendAsync("<presence/>");
        await _server.IdleAsync();
        await _romeo.ExpectNothingAsync();
        Assert.DoesNotContain(await again.PeekAsync(), e => e.Attribute("from")?.StartsWith("romeo@", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("<block xmlns='urn:xmpp:blocking'/>", "bad-request")]
    [InlineData("<block xmlns='urn:xmpp:blocking'><item/></block>", "bad-request")]
    [InlineData("<block xmlns='urn:xmpp:blocking'><item jid='@'/></block>", "jid-malformed")]
    [InlineData("<unblock xmlns='urn:xmpp:blocking'><item jid='@'/></unblock>", "jid-malformed")]
    public async Task Malformed_commands_are_refused(string command, string condition) =>
        await _juliet.IsRefusedAsync("set", command, "modify", condition);

    [Fact]
    public async Task The_list_of_somebody_else_is_forbidden()
    {
        await _romeo.IsRefusedAsync("get", Empty, "auth", "forbidden", "juliet@localhost");
        await _romeo.IsRefusedAsync("set", "<block xmlns='urn:xmpp:blocking'><item jid='x@y'/></block>", "auth", "forbidden", "juliet@localhost");
    }

    [Fact]
    public async Task The_list_is_limited()
    {
        string items = string.Concat(Enumerable.Range(0, 1001).Select(i => $"<item jid='a{i}@x'/>"));
        await _juliet.IsRefusedAsync("set", $"<block xmlns='urn:xmpp:blocking'>{items}</block>", "cancel", "resource-constraint");
        await _juliet.AskAsync("get", Empty, Empty, null);
    }

    [Theory]
    [InlineData("a@b/c", "a@b/c", true)]
    [InlineData("a@b/c", "a@b/d", false)]
    [InlineData("a@b", "a@b/d", true)]
    [InlineData("b/c", "b/c", true)]
    [InlineData("b/c", "a@b/c", false)]
    [InlineData("b/c", "b", false)]
    [InlineData("b", "a@b/c", true)]
    [InlineData("b", "b/c", true)]
    [InlineData("b", "b", true)]
    [InlineData("b", "sub.b", false)]
    public void An_address_is_matched_as_section_5_says(string item, string peer, bool expected) =>
        Assert.Equal(expected, new Nightjar.Extensions.BlockList([Jid.Parse(item)]).Matches(Jid.Parse(peer), Jid.Parse("own@example")));

    private static async Task SetAsync(TestClient client, string command, string address) =>
        await client.AskAsync("set", $"<{command} xmlns='urn:xmpp:blocking'><item jid='{address}'/></{command}>", "", null);

    private async Task ExpectUnavailableAsync(string name, string id, string from) => await _romeo.ExpectAsync(
        $"<{name} type='error' id='{id}' from='{from}' to='romeo@localhost/orchard'><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></{name}>");
}
