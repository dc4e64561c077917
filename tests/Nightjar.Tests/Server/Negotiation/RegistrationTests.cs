using Nightjar.Extensions;
using Nightjar.Server.Accounts;
using Nightjar.Server.Configuration;
using Nightjar.Server.Roster;
using Nightjar.Server.Routing;
using Nightjar.Testing;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Server.Negotiation;

public sealed class RegistrationTests : NegotiationTest
{
    private const string Good = "seven green teapots";

    [Fact]
    public async Task Somebody_registers_and_logs_in_on_the_same_stream()
    {
        await StartAsync();
        TestClient client = await SecureAsync();
        Assert.NotNull(client.Features!.Child(Namespaces.RegisterFeature, "register"));
        await client.SendAsync("<iq type='get' id='g'><query xmlns='jabber:iq:register'/></iq>");
        await client.ExpectAsync("<iq type='result' id='g'><query xmlns='jabber:iq:register'><instructions>{any}</instructions><username/><password/></query></iq>");

        await RegisterAsync(client, "mercutio", Good);
        await client.ExpectAsync("<iq type='result' id='r'/>");

        Assert.Equal("mercutio@localhost", Address(await LogInAsync(client, user: "mercutio", password: Good)));
    }

    [Theory]
    [InlineData("romeo", Good, "conflict", "cancel")]
    [InlineData("Mercutio", "short", "not-acceptable", "modify")]
    [InlineData("adm1n", Good, "not-acceptable", "modify")]
    [InlineData("mer-cutio", Good, "not-acceptable", "modify")]
    [InlineData("a@b", Good, "not-acceptable", "modify")]
    [InlineData("", Good, "not-acceptable", "modify")]
    [InlineData("mercutio", "", "not-acceptable", "modify")]
    [InlineData("mercutio", "mercutio1234", "not-acceptable", "modify")]
    public async Task What_cannot_be_registered_is_refused_without_repeating_it(string name, string password, string condition, string type)
    {
        await StartAsync();
        TestClient client = await SecureAsync();

        await RegisterAsync(client, name, password);

        await client.ExpectAsync($"<iq type='error' id='r'><error type='{type}'><{condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>{{any}}</error></iq>");
    }

    [Fact]
    public async Task A_closed_domain_neither_offers_nor_allows_it()
    {
        await StartAsync(o => o with { Domains = [new() { Name = "localhost" }] });
        TestClient client = await SecureAsync();

        Assert.Null(client.Features!.Child(Namespaces.RegisterFeature, "register"));
        await RegisterAsync(client, "mercutio", Good);
        await client.ExpectAsync("<iq type='error' id='r'><error type='cancel'><not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>{any}</error></iq>");
    }

    [Fact]
    public async Task It_is_refused_before_TLS()
    {
        await StartAsync();
        TestClient client = Server.Connect();
        Element features = await client.OpenStreamAsync();

        Assert.Null(features.Child(Namespaces.RegisterFeature, "register"));
        await RegisterAsync(client, "mercutio", Good);
        await client.ExpectAsync("<iq type='error' id='r'><error type='auth'><not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>{any}</error></iq>");
    }

    [Fact]
    public async Task One_stream_registers_one_account()
    {
        await StartAsync(o => o with { Testing = o.Testing with { NoRateLimits = true } });
        TestClient client = await SecureAsync();
        await RegisterAsync(client, "mercutio", Good);
        await client.ReceiveAsync();

        await RegisterAsync(client, "benvolio", Good);

        await client.ExpectAsync("<iq type='error' id='r'><error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>{any}</error></iq>");
    }

    [Fact]
    public async Task A_second_account_from_one_address_has_to_wait()
    {
        await StartAsync();
        TestClient first = await SecureAsync();
        await RegisterAsync(first, "mercutio", Good);
        await first.ExpectAsync("<iq type='result' id='r'/>");

        TestClient second = await SecureAsync();
        await RegisterAsync(second, "benvolio", Good);
        await second.ExpectAsync("<iq type='error' id='r'><error type='wait'><resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>{any}</error></iq>");

        await Server.AdvanceAsync(TimeSpan.FromMinutes(10));
        TestClient third = await SecureAsync();
        await RegisterAsync(third, "benvolio", Good);
        await third.ExpectAsync("<iq type='result' id='r'/>");
    }

    [Fact]
    public async Task A_code_opens_a_closed_domain_for_its_name_once()
    {
        await StartAsync(o => o with { Domains = [new() { Name = "localhost" }] });
        AccountResult reset = await Server.Server.Services.SelfServiceAdministration().ResetAsync("romeo@localhost", TestContext.Current.CancellationToken);
        TestClient client = await SecureAsync();
        Assert.NotNull(client.Features!.Child("urn:xmpp:ibr-token:0", "register"));

        await client.SendAsync("<iq type='set' id='p'><preauth xmlns='urn:xmpp:pars:0' token='wrong'/></iq>");
        await client.ExpectAsync("<iq type='error' id='p'><error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>{any}</error></iq>");
        await client.SendAsync($"<iq type='set' id='p'><preauth xmlns='urn:xmpp:pars:0' token='{reset.RegistrationCode}'/></iq>");
        await client.ExpectAsync("<iq type='result' id='p'/>");

        await RegisterAsync(client, "mercutio", Good);
        await client.ExpectAsync("<iq type='error' id='r'><error type='cancel'><not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>{any}</error></iq>");
        await RegisterAsync(client, "romeo", Good);
        await client.ExpectAsync("<iq type='result' id='r'/>");

        TestClient again = await SecureAsync();
        await again.SendAsync($"<iq type='set' id='p'><preauth xmlns='urn:xmpp:pars:0' token='{reset.RegistrationCode}'/></iq>");
        Assert.Equal("error", (await again.ReceiveAsync()).Attribute("type"));
    }

    [Fact]
    public async Task A_changed_password_ends_the_other_sessions_and_kills_tokens()
    {
        await StartAsync(null, new Register());
        string token = await GetTokenAsync();
        TestClient other = await Server.LogInAsync("romeo", "other");
        TestClient client = await Server.LogInAsync("romeo", "this");

        await client.SendAsync($"<iq type='set' id='c' to='localhost'><query xmlns='jabber:iq:register'><username>romeo</username><password>{Good}</password></query></iq>");

        await client.ExpectAsync("<iq type='result' id='c' from='localhost' to='{any}'/>");
        await other.ExpectStreamErrorAsync("not-authorized");
        TestClient late = await SecureAsync("romeo@localhost");
        Assert.Equal("not-authorized", Failure(await LogInWithTokenAsync(late, token)));
        Assert.Equal("not-authorized", Failure(await LogInAsync(late)));
        Assert.Equal("romeo@localhost", Address(await LogInAsync(late, password: Good)));
    }

    [Theory]
    [InlineData("<username>romeo</username><password>short</password>", "not-acceptable", "modify")]
    [InlineData("<username>romeo</username><password/>", "bad-request", "modify")]
    [InlineData("<password>seven green teapots</password>", "bad-request", "modify")]
    [InlineData("<username>juliet</username><password>seven green teapots</password>", "not-allowed", "cancel")]
    [InlineData("<remove/><username>romeo</username>", "bad-request", "modify")]
    public async Task A_wrong_change_is_refused(string content, string condition, string type)
    {
        await StartAsync(null, new Register());
        TestClient client = await Server.LogInAsync("romeo");

        await client.SendAsync($"<iq type='set' id='c'><query xmlns='jabber:iq:register'>{content}</query></iq>");

        Element answer = await client.ReceiveAsync();
        Element error = answer.Elements.Single(e => e.Name == "error");
        Assert.Equal(type, error.Attribute("type"));
        Assert.NotNull(error.Child(Namespaces.StanzaErrors, condition));
    }

    [Fact]
    public async Task A_removed_account_is_gone_with_all_its_sessions()
    {
        await StartAsync(null, new Register());
        TestClient other = await Server.LogInAsync("romeo", "other");
        TestClient client = await Server.LogInAsync("romeo", "this");

        await client.SendAsync("<iq type='set' id='d'><query xmlns='jabber:iq:register'><remove/></query></iq>");

        await client.ExpectAsync("<iq type='result' id='d' to='{any}'/>");
        await client.ExpectStreamErrorAsync("not-authorized");
        await other.ExpectStreamErrorAsync("not-authorized");
        Assert.Null(await Server.Store.Accounts.FindAsync("romeo@localhost", TestContext.Current.CancellationToken));
        Assert.Equal("not-authorized", Failure(await LogInAsync(await SecureAsync())));
    }

    [Fact]
    public async Task The_contacts_of_a_removed_account_hear_of_it()
    {
        await StartAsync(null, new Register());
        Nightjar.Server.Storage.AccountRecord romeo = (await Server.Store.Accounts.FindAsync("romeo@localhost", TestContext.Current.CancellationToken))!;
        foreach ((string contact, SubscriptionState state) in ((string, SubscriptionState)[])[("juliet", SubscriptionState.Both), ("rosaline", SubscriptionState.PendingOut)])
        {
            await Server.Store.Rosters.PutAsync(
                romeo.Owner, RosterItemFormat.Write(new RosterItem { Peer = Jid.Parse($"{contact}@elsewhere.example"), State = state, IsListed = true }),
                TestContext.Current.CancellationToken);
        }

        var elsewhere = new Elsewhere();
        Server.Server.Services.Router.Remote = elsewhere;
        await Server.Server.Services.SelfServiceAdministration().RemoveAsync("romeo@localhost", TestContext.Current.CancellationToken);

        Assert.Equal(
            ["juliet@elsewhere.example Unsubscribe", "juliet@elsewhere.example Unsubscribed", "rosaline@elsewhere.example Unsubscribe"],
            elsewhere.Heard.Order(StringComparer.Ordinal));
    }

    private sealed class Elsewhere : IRemoteDomains
    {
        public List<string> Heard { get; } = [];

        public ValueTask SendAsync(Stanza stanza)
        {
            Heard.Add($"{stanza.To} {((Presence)stanza).Type}");
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task Somebody_elses_account_cannot_be_changed()
    {
        await StartAsync(null, new Register());
        TestClient juliet = await Server.LogInAsync("juliet");

        await juliet.SendAsync("<iq type='set' id='d' to='romeo@localhost'><query xmlns='jabber:iq:register'><remove/></query></iq>");

        await juliet.ExpectAsync("<iq type='error' id='d' from='romeo@localhost' to='{any}'>{any}</iq>");
        Assert.NotNull(await Server.Store.Accounts.FindAsync("romeo@localhost", TestContext.Current.CancellationToken));
    }

    private static Task RegisterAsync(TestClient client, string name, string password) => client.SendAsync(
        $"<iq type='set' id='r'><query xmlns='jabber:iq:register'><username>{name}</username><password>{password}</password></query></iq>");
}
