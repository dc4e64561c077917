using Nightjar.Server.Extensibility;
using Nightjar.Server.Sessions;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Server.Negotiation;

public sealed class Bind2Tests : NegotiationTest
{
    private const string Bind = "<bind xmlns='urn:xmpp:bind:0'><tag>Test</tag></bind>";
    private const string BindManaged = "<bind xmlns='urn:xmpp:bind:0'><tag>Test</tag><enable xmlns='urn:xmpp:sm:3' resume='true'/></bind>";

    [Fact]
    public async Task A_returning_device_gets_its_resource_again_and_replaces_its_own_session()
    {
        await StartAsync();
        TestClient older = await SecureAsync();
        string first = Address(await LogInAsync(older, Bind));
        await older.ReceiveAsync("features");

        string second = Address(await LogInAsync(await SecureAsync(), Bind));

        Assert.Equal(first, second);
        Assert.DoesNotContain(Device, first, StringComparison.Ordinal);
        await older.ExpectStreamErrorAsync("conflict");
    }

    [Fact]
    public async Task A_device_that_calls_itself_otherwise_replaces_its_session_all_the_same()
    {
        await StartAsync();
        TestClient older = await SecureAsync();
        await LogInAsync(older, Bind);
        await older.ReceiveAsync("features");

        string second = Address(await LogInAsync(await SecureAsync(), "<bind xmlns='urn:xmpp:bind:0'><tag>Other</tag></bind>"));

        Assert.StartsWith("romeo@localhost/Other/", second, StringComparison.Ordinal);
        await older.ExpectStreamErrorAsync("conflict");
    }

    [Fact]
    public async Task Devices_of_two_accounts_with_one_id_look_different()
    {
        await StartAsync();
        await Server.AddAccountAsync("juliet");

        string romeo = Address(await LogInAsync(await SecureAsync(), Bind));
        string juliet = Address(await LogInAsync(await SecureAsync(), Bind, user: "juliet"));

        Assert.NotEqual(romeo.Split('/')[2], juliet.Split('/')[2]);
    }

    [Fact]
    public async Task Without_an_id_every_session_has_a_resource_of_its_own()
    {
        await StartAsync();

        string first = Address(await LogInAsync(await SecureAsync(), Bind, device: null));
        string second = Address(await LogInAsync(await SecureAsync(), Bind, device: null));

        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_tag_that_cannot_be_part_of_an_address_is_left_out()
    {
        await StartAsync();

        string address = Address(await LogInAsync(await SecureAsync(), $"<bind xmlns='urn:xmpp:bind:0'><tag>{new string('x', 65)}</tag></bind>"));

        Assert.StartsWith("romeo@localhost/client/", address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_devices_fail_the_log_in_and_say_why()
    {
        await StartAsync(o => o with { Limits = o.Limits with { SessionsPerAccount = 1 } });
        await LogInAsync(await SecureAsync(), Bind);

        Element failure = await LogInAsync(await SecureAsync(), Bind, device: "another");

        Assert.Equal("temporary-auth-failure", Failure(failure));
        Assert.NotNull(failure.Child(Namespaces.StanzaErrors, "resource-constraint"));
    }

    [Fact]
    public async Task A_session_is_resumed_while_logging_in()
    {
        await StartAsync();
        await Server.AddAccountAsync("juliet");
        TestClient first = await SecureAsync();
        Element success = await LogInAsync(first, BindManaged);
        string id = success.Child(Namespaces.Bind2, "bound")!.Child(Namespaces.Sm, "enabled")!.Attribute("id")!;
        first.Break();
        TestClient juliet = await Server.LogInAsync("juliet");
        await juliet.SendAsync($"<message to='{Address(success)}' id='m'><body>hi</body></message>");
        await Server.IdleAsync();

        TestClient second = await SecureAsync();
        Element resumed = await LogInAsync(second, BindManaged + $"<resume xmlns='urn:xmpp:sm:3' previd='{id}' h='0'/>");

        Assert.Equal(Address(success), Address(resumed));
        Assert.Equal(id, resumed.Child(Namespaces.Sm, "resumed")!.Attribute("previd"));
        Assert.Null(resumed.Child(Namespaces.Bind2, "bound"));
        Assert.True((await second.ReceiveAsync()).Is(Namespaces.Streams, "features"));
        Assert.Equal("m", (await second.ReceiveAsync()).Attribute("id"));
    }

    [Theory]
    [InlineData("previd='unknown' h='0'", "item-not-found")]
    [InlineData("h='0'", "bad-request")]
    [InlineData("previd='{foreign}' h='0'", "item-not-found")]
    [InlineData("previd='{own}' h='7'", "item-not-found")]
    public async Task Where_resuming_fails_a_resource_is_bound(string attributes, string condition)
    {
        await StartAsync();
        TestClient juliet = await Server.LogInAsync("juliet");
        string foreign = (await juliet.EnableManagementAsync())!;
        TestClient own = await Server.LogInAsync("romeo");
        string mine = (await own.EnableManagementAsync())!;
        attributes = attributes.Replace("{foreign}", foreign, StringComparison.Ordinal).Replace("{own}", mine, StringComparison.Ordinal);

        Element success = await LogInAsync(await SecureAsync(), BindManaged + $"<resume xmlns='urn:xmpp:sm:3' {attributes}/>");

        Assert.NotNull(success.Child(Namespaces.Sm, "failed")!.Child(Namespaces.StanzaErrors, condition));
        Assert.NotNull(success.Child(Namespaces.Bind2, "bound"));
        Assert.StartsWith("romeo@localhost/Test/", Address(success), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extensions_are_enabled_while_binding_and_answer_in_bound()
    {
        var probe = new Probe();
        await StartAsync(null, probe);
        TestClient client = await SecureAsync();
        Element offered = client.Features!.Child(Namespaces.Sasl2, "authentication")!.Child(Namespaces.Sasl2, "inline")!.Child(Namespaces.Bind2, "bind")!;

        Element success = await LogInAsync(client, "<bind xmlns='urn:xmpp:bind:0'><enable xmlns='urn:example:probe'/></bind>");

        Assert.Contains("urn:example:probe", offered.FirstChild!.Elements.Select(e => e.Attribute("var")));
        Assert.NotNull(success.Child(Namespaces.Bind2, "bound")!.Child("urn:example:probe", "enabled"));
        Assert.Equal(Address(success), probe.Enabled);
    }

    private sealed class Probe : IExtension
    {
        public string? Enabled { get; private set; }

        public void Configure(ExtensionBuilder x) => x.InlineWithBind("urn:example:probe", (_, resource, _, _) =>
        {
            Enabled = resource.Jid.ToString();
            return new Element("urn:example:probe", "enabled");
        });
    }
}
