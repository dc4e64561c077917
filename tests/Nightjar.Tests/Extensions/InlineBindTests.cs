using Nightjar.Hosting;
using Nightjar.Testing.Clients;
using Nightjar.Tests.Server.Negotiation;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Extensions;

/// <summary>XEP-0280 and XEP-0352 switched on while a resource is bound (XEP-0386).</summary>
public sealed class InlineBindTests : NegotiationTest
{
    [Fact]
    public async Task Carbons_come_from_the_first_moment_on()
    {
        await StartAsync(o => o with { Domains = [o.Domains[0] with { Archive = false }] }, Composition.Extensions());
        TestClient phone = await SecureAsync();
        Address(await LogInAsync(phone, "<bind xmlns='urn:xmpp:bind:0'><enable xmlns='urn:xmpp:carbons:2'/></bind>"));
        await phone.ReceiveAsync("features");
        TestClient desk = await Server.LogInAsync("romeo", "desk");
        await Server.AddAccountAsync("juliet");
        await desk.SendAsync("<message to='juliet@localhost' type='chat'><body>x</body></message>");
        Assert.NotNull((await phone.ReceiveAsync()).Child(Namespaces.Carbons, "sent"));
    }

    [Fact]
    public async Task A_client_can_be_inactive_from_the_first_moment_on()
    {
        await StartAsync(o => o with { Domains = [o.Domains[0] with { Archive = false }] }, Composition.Extensions());
        TestClient phone = await SecureAsync();
        string jid = Address(await LogInAsync(phone, "<bind xmlns='urn:xmpp:bind:0'><inactive xmlns='urn:xmpp:csi:0'/></bind>"));
        Element features = await phone.ReceiveAsync("features");
        Assert.NotNull(features.Child(Namespaces.Csi, "csi"));
        TestClient juliet = await Server.LogInAsync("juliet", "balcony");
        await juliet.SendAsync($"<message to='{jid}' type='chat' id='1'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>");
        await juliet.SendAsync($"<message to='{jid}' type='chat' id='2'><paused xmlns='http://jabber.org/protocol/chatstates'/></message>");
        await Server.IdleAsync();
        await phone.SendAsync("<active xmlns='urn:xmpp:csi:0'/>");
        Assert.Equal("2", (await phone.ReceiveAsync()).Attribute("id"));
    }
}
