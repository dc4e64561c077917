using Nightjar.Testing;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Extensions;

/// <summary>XEP-0352, by what reaches the client.</summary>
public sealed class ClientStateTests : IAsyncLifetime
{
    private const string Inactive = "<inactive xmlns='urn:xmpp:csi:0'/>";
    private const string Active = "<active xmlns='urn:xmpp:csi:0'/>";
    private const string Composing = "<composing xmlns='http://jabber.org/protocol/chatstates'/>";
    private TestServer _server = null!;
    private TestClient _juliet = null!;
    private TestClient _romeo = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await Stage.StartAsync(d => d with { Archive = false });
        _juliet = await _server.LogInAsync("juliet", "balcony");
        _romeo = await _server.LogInAsync("romeo", "orchard");
        await _juliet.BecomeAvailableAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public void It_is_offered_after_the_log_in() => Assert.NotNull(_juliet.Features!.Child(Namespaces.Csi, "csi"));

    [Fact]
    public async Task Chat_states_wait_until_the_client_is_active_and_only_the_last_is_sent()
    {
        await SayAsync(_juliet, Inactive);
        await ChatAsync(1, Composing);
        await ChatAsync(2, "<paused xmlns='http://jabber.org/protocol/chatstates'/>");
        await ChatAsync(3, "<active xmlns='http://jabber.org/protocol/chatstates'/><no-store xmlns='urn:xmpp:hints'/>");
        await SayAsync(_juliet, Active);
        Assert.Equal("3", (await _juliet.ReceiveAsync()).Attribute("id"));
        await _juliet.ExpectNothingAsync();
    }

    [Fact]
    public async Task The_answer_to_a_ping_behind_active_comes_after_what_was_held()
    {
        await SayAsync(_juliet, Inactive);
        await ChatAsync(1, Composing);
        await _juliet.SendAsync(Active + "<iq type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
        Assert.Equal("1", (await _juliet.ReceiveAsync()).Attribute("id"));
        Assert.Equal("p", (await _juliet.ReceiveAsync()).Attribute("id"));
    }

    [Fact]
    public async Task A_message_takes_along_what_was_held_in_order_but_for_the_typing_it_ends()
    {
        TestClient nurse = await _server.LogInAsync("nurse", "hall");
        await SayAsync(_juliet, Inactive);
        await nurse.SendAsync($"<message to='juliet@localhost/balcony' type='chat' id='n1'>{Composing}</message>");
        await _server.IdleAsync();
        await ChatAsync(1, Composing);
        await ChatAsync(2, "<body>x</body>");
        Assert.Equal("n1", (await _juliet.ReceiveAsync()).Attribute("id"));
        Assert.Equal("2", (await _juliet.ReceiveAsync()).Attribute("id"));
        await _juliet.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("<message type='chat' to='{0}' id='1'><body>x</body></message>")]
    [InlineData("<message type='chat' to='{0}' id='1'><encrypted xmlns='eu.siacs.conversations.axolotl'/></message>")]
    [InlineData("<message type='chat' to='{0}' id='1'><propose xmlns='urn:xmpp:jingle-message:0' id='2'/></message>")]
    [InlineData("<message type='error' to='{0}' id='1'><error type='cancel'/></message>")]
    [InlineData("<message to='{0}' id='1'><x xmlns='jabber:x:conference' jid='r@c'/></message>")]
    [InlineData("<message type='chat' to='{0}' id='1'><received xmlns='urn:xmpp:receipts' id='2'/></message>")]
    [InlineData("<iq type='get' to='{0}' id='1'><query xmlns='urn:x'/></iq>")]
    public async Task What_matters_leaves_at_once(string stanza)
    {
        await SayAsync(_juliet, Inactive);
        await _romeo.SendAsync(stanza.Replace("{0}", "juliet@localhost/balcony", StringComparison.Ordinal));
        await _server.IdleAsync();
        Assert.Equal("1", (await _juliet.ReceiveAsync()).Attribute("id"));
    }

    [Fact]
    public async Task Copies_of_chat_states_wait_too()
    {
        TestClient chamber = await _server.LogInAsync("juliet", "chamber");
        await _juliet.AskAsync("set", "<enable xmlns='urn:xmpp:carbons:2'/>", "", null);
        await SayAsync(_juliet, Inactive);
        await chamber.SendAsync($"<message to='romeo@localhost/orchard' type='chat' id='1'>{Composing}</message>");
        await chamber.SendAsync($"<message to='romeo@localhost/orchard' type='chat' id='2'>{Composing}</message>");
        await _server.IdleAsync();
        await SayAsync(_juliet, Active);
        Element copy = await _juliet.ReceiveAsync();
        Assert.Contains("id='2'", copy.ToString().Replace('"', '\''), StringComparison.Ordinal);
        await _juliet.ExpectNothingAsync();
    }

    [Fact]
    public async Task Of_many_chat_states_a_fraction_of_the_bytes_is_left()
    {
        const int Changes = 200;
        int sent = 0;
        await SayAsync(_juliet, Inactive);
        for (int i = 0; i < Changes; i++)
        {
            string stanza = $"<message to='juliet@localhost/balcony' type='chat' id='{i}'>{Composing}</message>";
            sent += stanza.Length;
            await _romeo.SendAsync(stanza);
        }

        await _server.IdleAsync();
        await SayAsync(_juliet, Active);
        int received = (await _juliet.PeekAsync()).Sum(e => e.ToUtf8().Length);
        Assert.InRange(received, 1, sent / 50);
    }

    [Fact]
    public async Task A_resumed_stream_is_active_and_has_what_was_held()
    {
        string id = (await _juliet.EnableManagementAsync())!;
        await SayAsync(_juliet, Inactive);
        await ChatAsync(1, Composing);
        _juliet.Break();
        await _server.IdleAsync();
        await ChatAsync(2, Composing);

        TestClient again = _server.Connect();
        await again.NegotiateAsync("juliet", TestServer.Password);
        await again.SendAsync($"<resume xmlns='urn:xmpp:sm:3' previd='{id}' h='0'/>");
        await again.ExpectAsync("<resumed xmlns='urn:xmpp:sm:3' previd='{id}' h='{any}'/>");
        Assert.Equal("2", (await again.ReceiveAsync()).Attribute("id"));
        await ChatAsync(3, Composing);
        IReadOnlyList<Element> later = await again.PeekAsync();
        Assert.Contains(later, e => e.Attribute("id") == "3");
    }

    [Fact]
    public async Task What_is_held_is_bounded()
    {
        await SayAsync(_juliet, Inactive);
        for (int i = 0; i < 499; i++)
        {
            await _romeo.SendAsync($"<message to='juliet@localhost/balcony' type='headline'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='{i}'/></event></message>");
        }

        await _server.IdleAsync();
        Assert.Equal(0u, _juliet.StanzasReceived - _before);
        await _romeo.SendAsync("<message to='juliet@localhost/balcony' type='headline'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='last'/></event></message>");
        await _server.IdleAsync();
        for (int i = 0; i < 500; i++)
        {
            await _juliet.ReceiveAsync();
        }
    }

    private uint _before;

    private async Task SayAsync(TestClient client, string state)
    {
        await client.SendAsync(state);
        await _server.IdleAsync();
        _before = client.StanzasReceived;
    }

    private async Task ChatAsync(int id, string content)
    {
        await _romeo.SendAsync($"<message to='juliet@localhost/balcony' type='chat' id='{id}'>{content}</message>");
        await _server.IdleAsync();
    }
}
