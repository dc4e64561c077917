using System.Text;
using Nightjar.Server.Configuration;
using Nightjar.Testing;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Testing;

public sealed class HarnessTests
{
    [Fact]
    public async Task Two_people_exchange_a_message_in_memory()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestClient romeo = await server.LogInAsync("romeo", "orchard");
        TestClient juliet = await server.LogInAsync("juliet", "balcony");
        await romeo.SendAsync("<message to='juliet@localhost/balcony' type='chat' id='1'><body>hi</body></message>");
        await juliet.ExpectAsync("<message from='romeo@localhost/orchard' to='juliet@localhost/balcony' type='chat' id='1'><body>hi</body>{any}</message>");
        await romeo.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_burst_larger_than_one_turn_arrives_whole_and_in_order()
    {
        const int Messages = 5_000;
        await using TestServer server = await TestServer.StartAsync();
        TestClient romeo = await server.LogInAsync("romeo", "orchard");
        var burst = new StringBuilder();
        for (int i = 0; i < Messages; i++)
        {
            burst.Append($"<message to='romeo@localhost/orchard' type='headline' id='{i}'/>");
        }

        await romeo.SendAsync(burst.ToString());
        for (int i = 0; i < Messages; i++)
        {
            Element message = await romeo.ReceiveAsync();
            Assert.Equal(i.ToString(), message.Attribute("id"));
        }
    }

    [Fact]
    public async Task Direct_TLS_begins_with_the_handshake()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.AddAccountAsync("romeo");
        TestClient romeo = server.Connect(ListenerKind.DirectTls);
        await romeo.HandshakeAsync();
        Assert.Equal("romeo@localhost/orchard", (await romeo.LogInAsync("romeo", TestServer.Password, "orchard")).ToString());
    }

    [Fact]
    public async Task A_silent_client_is_pinged_when_the_clock_says_so()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestClient romeo = await server.LogInAsync("romeo", "orchard");
        await server.AdvanceAsync(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        await romeo.ExpectAsync("<iq type='get' from='localhost' to='romeo@localhost/orchard' id='{ping}'><ping xmlns='urn:xmpp:ping'/></iq>");
    }

    [Fact]
    public async Task Offline_messages_survive_a_restart()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.AddAccountAsync("juliet");
        TestClient romeo = await server.LogInAsync("romeo", "orchard");
        await romeo.SendAsync("<message to='juliet@localhost' type='chat' id='1'><body>later</body></message>");
        await romeo.ExpectNothingAsync();
        await server.RestartAsync();
        TestClient juliet = await server.LogInAsync("juliet");
        await juliet.SendAsync("<presence/>");
        Assert.Contains(await juliet.PeekAsync(), e => e.Name == "message" && e.Child(Namespaces.Client, "body")?.Text == "later");
    }
}
