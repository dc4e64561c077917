using Nightjar.Extensions;
using Nightjar.Server.Configuration;
using Nightjar.Testing;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Payloads;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Extensions;

/// <summary>XEP-0030, 0115, 0128, 0157, 0390.</summary>
public sealed class DiscoTests
{
    private const string Info = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
    private const string Items = "<query xmlns='http://jabber.org/protocol/disco#items'/>";

    [Fact]
    public async Task The_server_tells_what_it_is_and_can_do()
    {
        await using TestServer server = await Stage.StartAsync();
        TestClient romeo = await server.LogInAsync("romeo", "orchard");
        Element query = (await romeo.AskAsync("get", Info, "localhost")).FirstChild!;
        Assert.Contains(query.Elements, e => e.Name == "identity" && e.Attribute("category") == "server" && e.Attribute("type") == "im");
        string[] features = Features(query);
        Assert.Equal(features.Distinct(), features);
        Assert.Contains(Namespaces.DiscoInfo, features);
        Assert.Contains(Namespaces.DiscoItems, features);
        Assert.Contains(Namespaces.Ping, features);
        Assert.Contains(Namespaces.Blocking, features);
        Assert.DoesNotContain("http://jabber.org/protocol/caps#optimize", features);
    }

    [Fact]
    public async Task Contact_addresses_of_the_configuration_are_shown()
    {
        await using TestServer server = await Stage.StartAsync(d => d with
        {
            ContactAddresses = new ContactAddressOptions { Abuse = ["mailto:abuse@localhost", "xmpp:abuse@localhost"], Status = ["https://status.localhost/"] },
        });
        TestClient romeo = await server.LogInAsync("romeo", "orchard");
        Element query = (await romeo.AskAsync("get", Info, "localhost")).FirstChild!;
        DataForm? form = DataForm.In(query, "http://jabber.org/network/serverinfo");
        Assert.Equal(["mailto:abuse@localhost", "xmpp:abuse@localhost"], form!["abuse-addresses"]!.Values);
        Assert.Equal("https://status.localhost/", form["status-addresses"]!.Value);
        Assert.Null(form["sales-addresses"]);
    }

    [Fact]
    public async Task Without_contact_addresses_there_is_no_form()
    {
        await using TestServer server = await Stage.StartAsync();
        TestClient romeo = await server.LogInAsync("romeo", "orchard");
        Assert.Null(DataForm.In((await romeo.AskAsync("get", Info, "localhost")).FirstChild!));
    }

    [Fact]
    public async Task An_unknown_node_is_not_found()
    {
        await using TestServer server = await Stage.StartAsync();
        TestClient romeo = await server.LogInAsync("romeo", "orchard");
        await romeo.IsRefusedAsync("get", "<query xmlns='http://jabber.org/protocol/disco#info' node='x'/>", "cancel", "item-not-found", "localhost");
        await romeo.IsRefusedAsync("get", "<query xmlns='http://jabber.org/protocol/disco#items' node='x'/>", "cancel", "item-not-found", "localhost");
    }

    [Fact]
    public async Task The_server_has_no_items_to_list_by_itself()
    {
        await using TestServer server = await Stage.StartAsync();
        TestClient romeo = await server.LogInAsync("romeo", "orchard");
        await romeo.AskAsync("get", Items, Items, "localhost");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("romeo@localhost")]
    public async Task The_own_account_is_registered_and_lists_its_devices(string? to)
    {
        await using TestServer server = await Stage.StartAsync();
        TestClient romeo = await server.LogInAsync("romeo", "orchard");
        await romeo.BecomeAvailableAsync();
        Element query = (await romeo.AskAsync("get", Info, to)).FirstChild!;
        Assert.Equal("registered", query.Child(Namespaces.DiscoInfo, "identity")?.Attribute("type"));
        Assert.Contains(Namespaces.Sid, Features(query));
        await romeo.AskAsync("get", Items, "<query xmlns='http://jabber.org/protocol/disco#items'><item jid='romeo@localhost/orchard'/></query>", to);
    }

    [Theory]
    [InlineData("juliet@localhost")]
    [InlineData("nobody@localhost")]
    public async Task A_stranger_cannot_tell_an_account_from_none(string who)
    {
        await using TestServer server = await Stage.StartAsync();
        TestClient romeo = await server.LogInAsync("romeo", "orchard");
        TestClient juliet = await server.LogInAsync("juliet", "balcony");
        await juliet.BecomeAvailableAsync();
        await romeo.IsRefusedAsync("get", Info, "cancel", "service-unavailable", who);
        await romeo.IsRefusedAsync("get", "<query xmlns='http://jabber.org/protocol/disco#info' node='x'/>", "cancel", "service-unavailable", who);
        await romeo.IsRefusedAsync("get", "<ping xmlns='urn:xmpp:ping'/>", "cancel", "service-unavailable", who);
    }

    [Fact]
    public async Task A_stranger_learns_nothing_of_devices()
    {
        await using TestServer server = await Stage.StartAsync();
        TestClient romeo = await server.LogInAsync("romeo", "orchard");
        TestClient juliet = await server.LogInAsync("juliet", "balcony");
        await juliet.BecomeAvailableAsync();
        await romeo.AskAsync("get", Items, Items, "juliet@localhost");
    }

    [Fact]
    public async Task A_question_to_a_device_is_the_devices_to_answer()
    {
        await using TestServer server = await Stage.StartAsync();
        TestClient romeo = await server.LogInAsync("romeo", "orchard");
        TestClient juliet = await server.LogInAsync("juliet", "balcony");
        await romeo.SendAsync($"<iq type='get' id='1' to='juliet@localhost/balcony'>{Info}</iq>");
        await juliet.ExpectAsync($"<iq type='get' id='1' from='romeo@localhost/orchard' to='juliet@localhost/balcony'>{Info}</iq>");
    }

    [Fact]
    public async Task The_capabilities_in_the_stream_features_are_those_of_the_answer()
    {
        await using TestServer server = await Stage.StartAsync();
        TestClient romeo = await server.LogInAsync("romeo", "orchard");
        Element plain = (await romeo.AskAsync("get", Info, "localhost")).FirstChild!;
        Caps caps = Caps.Parse(romeo.Features!.Child(Namespaces.Caps, "c")!)!;
        Assert.Equal(CapsHash.Compute(plain), caps.Ver);
        Element answer = (await romeo.AskAsync("get", $"<query xmlns='{Namespaces.DiscoInfo}' node='{caps.QueryNode}'/>", "localhost")).FirstChild!;
        Assert.Equal(caps.QueryNode, answer.Attribute("node"));
        Assert.Equal(CapsHash.Compute(plain), CapsHash.Compute(answer));

        CapsHashSet second = CapsHashSet.Parse(romeo.Features!.Child(CapsHashSet.Namespace, "c")!)!;
        Assert.Equal(CapsHashSet.Compute(plain, "en", "sha-256")!.Hashes, second.Hashes);
        string node = CapsHashSet.QueryNode(second.Hashes[0]);
        Assert.Equal(node, (await romeo.AskAsync("get", $"<query xmlns='{Namespaces.DiscoInfo}' node='{node}'/>", "localhost")).FirstChild!.Attribute("node"));
    }

    [Fact]
    public void Two_extensions_cannot_answer_one_question() =>
        Assert.Throws<InvalidOperationException>(() => TestServer.StartAsync(extensions: [new Ping(), new Ping()]).GetAwaiter().GetResult());

    private static string[] Features(Element query) =>
        [.. query.Elements.Where(e => e.Name == "feature").Select(e => e.Attribute("var")!)];
}
