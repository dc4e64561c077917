using Nightjar.Server.Configuration;
using Nightjar.Testing;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Server.Negotiation;

public sealed class StreamTests : NegotiationTest
{
    [Theory]
    [InlineData("<stream:stream to='localhost' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>", "unsupported-version")]
    [InlineData("<stream:stream to='localhost' version='0.9' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>", "unsupported-version")]
    [InlineData("<stream:stream to='elsewhere.example' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>", "host-unknown")]
    [InlineData("<stream:stream version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>", "improper-addressing")]
    [InlineData("<stream:stream to='localhost' version='1.0' xmlns='jabber:client' xmlns:stream='urn:wrong'>", "invalid-namespace")]
    public async Task A_wrong_header_is_answered_with_its_error(string header, string condition)
    {
        await StartAsync();
        TestClient client = Server.Connect();

        await client.SendAsync(header);

        Assert.Equal(StreamItemKind.Opened, (await client.NextAsync()).Kind);
        await client.ExpectStreamErrorAsync(condition);
    }

    [Fact]
    public async Task The_domain_cannot_be_switched_after_TLS()
    {
        await StartAsync(o => o with { Domains = [new() { Name = "localhost" }, new() { Name = "other.localhost" }] });
        TestClient client = Server.Connect();
        await client.OpenStreamAsync();
        await client.SendAsync("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        await client.ReceiveAsync("proceed");
        await client.HandshakeAsync();

        await client.SendAsync("<stream:stream to='other.localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>");

        await client.NextAsync();
        await client.ExpectStreamErrorAsync("improper-addressing");
    }

    [Fact]
    public async Task Bytes_behind_starttls_end_the_stream()
    {
        await StartAsync();
        TestClient client = Server.Connect();
        await client.OpenStreamAsync();

        await client.SendAsync("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><stream:stream to='localhost'>");

        await client.ExpectStreamErrorAsync("policy-violation");
    }

    [Theory]
    [InlineData("<message to='juliet@localhost'><body>hi</body></message>")]
    [InlineData("<presence/>")]
    [InlineData("<iq type='get' id='1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>")]
    [InlineData("<iq type='set' id='1'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>")]
    [InlineData("<resume xmlns='urn:xmpp:sm:3' previd='x' h='0'/>")]
    [InlineData("<strange xmlns='urn:example:strange'/>")]
    public async Task Nothing_but_logging_in_is_possible_before_it(string element)
    {
        await StartAsync();
        TestClient client = await SecureAsync();

        await client.SendAsync(element);

        await client.ExpectStreamErrorAsync("not-authorized");
    }

    [Fact]
    public async Task Log_in_is_neither_offered_nor_possible_before_TLS()
    {
        await StartAsync();
        TestClient client = Server.Connect();
        Element features = await client.OpenStreamAsync();

        Assert.Null(features.Child(Namespaces.Sasl, "mechanisms"));
        await client.SendAsync($"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-256'>{Base64("n,,n=romeo,r=abc")}</auth>");
        await client.ExpectStreamErrorAsync("not-authorized");
    }

    [Fact]
    public async Task A_resource_that_is_not_one_is_refused_and_another_may_be_bound()
    {
        await StartAsync();
        TestClient client = Server.Connect();
        await client.NegotiateAsync("romeo", TestServer.Password);

        await client.SendAsync($"<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>{new string('x', 1024)}</resource></bind></iq>");

        await client.ExpectAsync("<iq type='error' id='b'><error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>{any}</error></iq>");
        Assert.Equal("x", (await client.BindAsync("x")).Resource);
    }

    [Fact]
    public async Task A_second_resource_on_one_stream_is_refused()
    {
        await StartAsync();
        TestClient client = await Server.LogInAsync("romeo");

        await client.SendAsync("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");

        Element answer = await client.ReceiveAsync();
        Assert.Equal("error", answer.Attribute("type"));
    }

    [Fact]
    public async Task The_older_stream_gives_way_when_its_resource_is_bound_again()
    {
        await StartAsync();
        TestClient older = await Server.LogInAsync("romeo", "home");

        await Server.LogInAsync("romeo", "home");

        await older.ExpectStreamErrorAsync("conflict");
    }

    [Fact]
    public async Task One_device_too_many_is_refused_with_resource_constraint()
    {
        await StartAsync(o => o with { Limits = o.Limits with { SessionsPerAccount = 1 } });
        await Server.LogInAsync("romeo");
        TestClient client = Server.Connect();
        await client.NegotiateAsync("romeo", TestServer.Password);

        await client.SendAsync("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");

        await client.ExpectAsync("<iq type='error' id='b'><error type='wait'><resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>{any}</error></iq>");
    }

    [Fact]
    public async Task Who_takes_too_long_to_log_in_is_disconnected()
    {
        await StartAsync();
        TestClient client = await SecureAsync();

        await Server.AdvanceAsync(TimeSpan.FromSeconds(32));

        await client.ExpectStreamErrorAsync("connection-timeout");
    }

    [Fact]
    public async Task A_header_that_comes_byte_by_byte_does_not_buy_time()
    {
        await StartAsync();
        TestClient client = Server.Connect();
        foreach (char c in "<?xml version='1.0'?><stream:stream t")
        {
            await client.SendAsync(c.ToString());
            await Server.AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        await client.NextAsync("a header");
        await client.ExpectStreamErrorAsync("connection-timeout");
    }

    [Fact]
    public async Task A_handshake_that_is_not_finished_is_cut_sooner_than_a_slow_log_in()
    {
        await StartAsync();
        Server.Connect(ListenerKind.DirectTls);
        TestClient slow = await SecureAsync();

        await Server.AdvanceAsync(TimeSpan.FromSeconds(12));

        Assert.Equal(1, Server.Server.ConnectionCount);
        await LogInAsync(slow);
    }

    [Fact]
    public async Task Who_has_logged_in_no_longer_counts_as_a_stranger()
    {
        await StartAsync(o => o with { Limits = o.Limits with { UnauthenticatedConnectionsPerAddress = 1 } });
        await Server.LogInAsync("romeo", "a");
        await LogInAsync(await SecureAsync());

        TestClient stranger = Server.Connect();

        Assert.Throws<InvalidOperationException>(() => Server.Connect());
        stranger.Break();
        await Server.IdleAsync();
        Server.Connect();
    }

    [Fact]
    public async Task Half_open_connections_are_bounded_and_go_away()
    {
        await StartAsync(o => o with { Limits = o.Limits with { UnauthenticatedConnections = 500, UnauthenticatedConnectionsPerAddress = 10_000, ConnectionsPerAddress = 10_000 } });
        TestClient member = await Server.LogInAsync("romeo");
        int admitted = 0;
        for (int i = 0; i < 5_000; i++)
        {
            try
            {
                Server.Connect(ListenerKind.DirectTls);
                admitted++;
            }
            catch (InvalidOperationException)
            {
                // Refused, as it should be.
            }
        }

        Assert.Equal(500, admitted);
        await member.ExpectNothingAsync();
        await Server.AdvanceAsync(TimeSpan.FromSeconds(15));
        Assert.Equal(1, Server.Server.ConnectionCount);
        await Server.LogInAsync("romeo");
    }
}
