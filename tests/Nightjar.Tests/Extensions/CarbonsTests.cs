using Nightjar.Testing;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Extensions;

/// <summary>XEP-0280.</summary>
public sealed class CarbonsTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private TestClient _garden = null!;
    private TestClient _home = null!;
    private TestClient _juliet = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await Stage.StartAsync(d => d with { Archive = false });
        _garden = await _server.LogInAsync("romeo", "garden");
        _home = await _server.LogInAsync("romeo", "home");
        _juliet = await _server.LogInAsync("juliet", "balcony");
        foreach (TestClient client in (TestClient[])[_garden, _home, _juliet])
        {
            client.Skips = item => item.Element is { Name: "presence" };
            await client.BecomeAvailableAsync();
        }

        await EnableAsync(_home);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_received_message_is_copied_to_a_device_that_did_not_get_it()
    {
        await _juliet.SendAsync("<message to='romeo@localhost/garden' type='chat' id='1'><body>What man art thou</body><thread>t</thread></message>");
        await _garden.ExpectAsync("<message from='juliet@localhost/balcony' to='romeo@localhost/garden' type='chat' id='1'><body>What man art thou</body><thread>t</thread></message>");
        await _home.ExpectAsync(
            """
            <message from='romeo@localhost' to='romeo@localhost/home' type='chat'>
              <received xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>
                <message xmlns='jabber:client' from='juliet@localhost/balcony' to='romeo@localhost/garden' type='chat' id='1'><body>What man art thou</body><thread>t</thread></message>
              </forwarded></received>
            </message>
            """);
        await _garden.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_sent_message_is_copied_to_the_other_devices_whether_the_sender_wants_copies_or_not()
    {
        await _garden.SendAsync("<message to='juliet@localhost/balcony' type='chat' id='1'><body>Neither</body></message>");
        await _home.ExpectAsync(
            """
            <message from='romeo@localhost' to='romeo@localhost/home' type='chat'>
              <sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>
                <message xmlns='jabber:client' from='romeo@localhost/garden' to='juliet@localhost/balcony' type='chat' id='1'><body>Neither</body></message>
              </forwarded></sent>
            </message>
            """);
        await _garden.ExpectNothingAsync();
        await _juliet.ExpectAsync("<message from='romeo@localhost/garden' to='juliet@localhost/balcony' type='chat' id='1'><body>Neither</body></message>");
    }

    [Fact]
    public async Task The_sending_device_gets_no_copy_of_its_own_message()
    {
        await _home.SendAsync("<message to='juliet@localhost/balcony' type='chat'><body>x</body></message>");
        await _home.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_message_to_the_bare_address_reaches_every_device_once()
    {
        await _juliet.SendAsync("<message to='romeo@localhost' type='chat' id='1'><body>x</body></message>");
        string original = "<message from='juliet@localhost/balcony' to='romeo@localhost' type='chat' id='1'><body>x</body></message>";
        await _garden.ExpectAsync(original);
        await _home.ExpectAsync(original);
        await _home.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_device_with_negative_priority_gets_a_copy_of_what_the_others_get()
    {
        await _home.BecomeAvailableAsync(-1);
        await _juliet.SendAsync("<message to='romeo@localhost' type='chat' id='1'><body>x</body></message>");
        Assert.Equal("1", (await _garden.ReceiveAsync()).Attribute("id"));
        await _home.ExpectAsync("<message from='romeo@localhost' to='romeo@localhost/home' type='chat'><received xmlns='urn:xmpp:carbons:2'>{any}</received></message>");
    }

    [Theory]
    [InlineData("<body>x</body>", "normal")]
    [InlineData("<received xmlns='urn:xmpp:receipts' id='1'/>", "normal")]
    [InlineData("<active xmlns='http://jabber.org/protocol/chatstates'/>", "normal")]
    [InlineData("<displayed xmlns='urn:xmpp:chat-markers:0' id='1'/>", "normal")]
    [InlineData("<x xmlns='jabber:x:conference' jid='room@rooms.localhost'/>", "normal")]
    [InlineData("<anything xmlns='urn:x'/>", "chat")]
    public async Task Messages_between_people_are_copied(string content, string type)
    {
        await _garden.SendAsync($"<message to='juliet@localhost/balcony' type='{type}'>{content}</message>");
        Assert.NotNull((await _home.ReceiveAsync()).Child("urn:xmpp:carbons:2", "sent"));
    }

    [Theory]
    [InlineData("<body>x</body><private xmlns='urn:xmpp:carbons:2'/><no-copy xmlns='urn:xmpp:hints'/>", "chat")]
    [InlineData("<body>x</body><private xmlns='urn:xmpp:carbons:2'/>", "chat")]
    [InlineData("<body>x</body><no-copy xmlns='urn:xmpp:hints'/>", "chat")]
    [InlineData("<body>x</body>", "groupchat")]
    [InlineData("<body>x</body>", "headline")]
    [InlineData("<anything xmlns='urn:x'/>", "normal")]
    [InlineData("", "normal")]
    public async Task Other_messages_are_not_copied(string content, string type)
    {
        string message = $"<message to='{{0}}' type='{type}'>{content}</message>";
        await _garden.SendAsync(message.Replace("{0}", "juliet@localhost/balcony", StringComparison.Ordinal));
        await _juliet.SendAsync(message.Replace("{0}", "romeo@localhost/garden", StringComparison.Ordinal));
        await _juliet.PeekAsync();
        await _garden.PeekAsync();
        await _home.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_private_message_of_a_room_is_copied_when_sent_and_not_when_received()
    {
        const string RoomUser = "<x xmlns='http://jabber.org/protocol/muc#user'/>";
        await _juliet.SendAsync($"<message to='romeo@localhost/garden' type='chat'><body>x</body>{RoomUser}</message>");
        await _garden.ReceiveAsync();
        await _home.ExpectNothingAsync();
        await _garden.SendAsync($"<message to='juliet@localhost/balcony' type='chat'><body>x</body>{RoomUser}</message>");
        Assert.NotNull((await _home.ReceiveAsync()).Child("urn:xmpp:carbons:2", "sent"));
    }

    [Fact]
    public async Task A_mediated_invitation_is_copied()
    {
        await _juliet.SendAsync(
            "<message to='romeo@localhost/garden'><x xmlns='http://jabber.org/protocol/muc#user'><invite from='juliet@localhost'/></x></message>");
        Assert.NotNull((await _home.ReceiveAsync()).Child("urn:xmpp:carbons:2", "received"));
    }

    [Fact]
    public async Task An_error_is_copied_when_it_answers_a_message_that_was_copied()
    {
        await _garden.SendAsync("<message to='juliet@localhost/balcony' type='chat' id='asked'><body>x</body></message>");
        await _home.ReceiveAsync();
        await _juliet.SendAsync("<message to='romeo@localhost/garden' type='error' id='other'><error type='cancel'/></message>");
        await _juliet.SendAsync("<message to='romeo@localhost/garden' type='error' id='asked'><error type='cancel'/></message>");
        await _home.ExpectAsync(
            """
            <message from='romeo@localhost' to='romeo@localhost/home' type='error'>
              <received xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>
                <message xmlns='jabber:client' from='juliet@localhost/balcony' to='romeo@localhost/garden' type='error' id='asked'>{any}</message>
              </forwarded></received>
            </message>
            """);
    }

    [Fact]
    public async Task A_message_between_own_devices_is_copied_once_to_the_third()
    {
        await EnableAsync(_garden);
        TestClient third = await _server.LogInAsync("romeo", "street");
        await EnableAsync(third);
        await _garden.SendAsync("<message to='romeo@localhost/home' type='chat' id='1'><body>note</body></message>");
        await third.ExpectAsync("<message from='romeo@localhost' to='romeo@localhost/street' type='chat'><received xmlns='urn:xmpp:carbons:2'>{any}</received></message>");
        await third.ExpectNothingAsync();
        Assert.Equal("1", (await _home.ReceiveAsync()).Attribute("id"));
        await _home.ExpectNothingAsync();
        await _garden.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_forged_copy_is_refused()
    {
        await _juliet.SendAsync(
            "<message to='romeo@localhost/home' type='chat' id='1'><c:received xmlns:c='urn:xmpp:&#99;arbons:2'><forwarded xmlns='urn:xmpp:forward:0'/></c:received></message>");
        await _juliet.ExpectAsync(
            "<message from='romeo@localhost/home' to='juliet@localhost/balcony' type='error' id='1'><error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>{any}</error></message>");
        await _home.ExpectNothingAsync();
    }

    [Fact]
    public async Task Copies_can_be_switched_on_and_off_again_and_again()
    {
        await EnableAsync(_home);
        await _home.AskAsync("set", "<disable xmlns='urn:xmpp:carbons:2'/>", "", null);
        await _home.AskAsync("set", "<disable xmlns='urn:xmpp:carbons:2'/>", "", null);
        await _garden.SendAsync("<message to='juliet@localhost/balcony' type='chat'><body>x</body></message>");
        await _juliet.ReceiveAsync();
        await _home.ExpectNothingAsync();
    }

    [Fact]
    public async Task Nobody_switches_copies_for_somebody_else() =>
        await _juliet.IsRefusedAsync("set", "<enable xmlns='urn:xmpp:carbons:2'/>", "cancel", "not-allowed", "romeo@localhost");

    [Fact]
    public async Task A_message_that_nobody_took_waits_and_is_not_copied_to_a_device_without_presence()
    {
        TestClient nurse = await _server.LogInAsync("nurse", "quiet");
        await EnableAsync(nurse);
        await _juliet.SendAsync("<message to='nurse@localhost' type='chat' id='1'><body>x</body></message>");
        await _juliet.ExpectNothingAsync();
        await nurse.ExpectNothingAsync();
        await nurse.SendAsync("<presence/>");
        await _server.IdleAsync();
        IReadOnlyList<Element> got = await nurse.PeekAsync();
        Assert.Single(got, e => e.Name == "message" && e.Attribute("id") == "1");
    }

    private static Task EnableAsync(TestClient client) => client.AskAsync("set", "<enable xmlns='urn:xmpp:carbons:2'/>", "", null);
}
