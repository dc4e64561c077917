using Nightjar.Server.Configuration;
using Nightjar.Testing;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Sasl;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Server.Negotiation;

public sealed class ClassicSaslTests : NegotiationTest
{
    [Theory]
    [InlineData("PLAIN", "AHJvbWVvAHIwbTMwbXlyMG0zMA==")]
    [InlineData("SCRAM-SHA-224", "biwsbj1yb21lbyxyPWFiYw==")]
    [InlineData("", "")]
    public async Task A_mechanism_that_was_not_offered_ends_the_stream(string mechanism, string data)
    {
        await StartAsync();
        TestClient client = await SecureAsync();

        await client.SendAsync($"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='{mechanism}'>{data}</auth>");

        Assert.Equal("invalid-mechanism", Failure(await client.ReceiveAsync()));
        await client.ExpectStreamErrorAsync("policy-violation");
    }

    [Fact]
    public async Task A_client_that_could_bind_and_believes_it_was_not_offered_is_refused()
    {
        await StartAsync();

        Assert.Equal("not-authorized", Failure(await AuthAsync(await SecureAsync(), "SCRAM-SHA-256", "y,,n=romeo,r=abc")));
    }

    [Fact]
    public async Task A_client_that_has_tried_an_offered_binding_mechanism_may_go_on_without_binding()
    {
        await StartAsync();
        TestClient client = await SecureAsync();

        Assert.Equal("malformed-request", Failure(await AuthAsync(client, "SCRAM-SHA-256-PLUS", "p=tls-unique,,n=romeo,r=abc")));
        Assert.Equal("challenge", (await AuthAsync(client, "SCRAM-SHA-256", "y,,n=romeo,r=abc")).Name);
    }

    [Fact]
    public async Task Without_initial_response_an_empty_challenge_asks_for_it()
    {
        await StartAsync();
        TestClient client = await SecureAsync();

        await client.SendAsync("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-256'/>");
        Assert.Equal("", (await client.ExpectAsync("<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")).Text);
        await client.SendAsync($"<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{Base64("n,,n=romeo,r=abc")}</response>");

        Assert.Equal("challenge", (await client.ReceiveAsync()).Name);
    }

    [Fact]
    public async Task A_second_log_in_while_one_is_under_way_is_malformed()
    {
        await StartAsync();
        TestClient client = await SecureAsync();
        await AuthAsync(client, "SCRAM-SHA-256", "n,,n=romeo,r=abc");

        Assert.Equal("malformed-request", Failure(await AuthAsync(client, "SCRAM-SHA-256", "n,,n=romeo,r=abc")));
        await client.SendAsync("<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>YWJj</response>");
        Assert.Equal("malformed-request", Failure(await client.ReceiveAsync()));
    }

    [Theory]
    [InlineData("<abort xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>", "aborted")]
    [InlineData("<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>!!!</response>", "incorrect-encoding")]
    [InlineData("<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>YWJj</response>", "malformed-request")]
    [InlineData("<strange xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>", "malformed-request")]
    public async Task A_broken_answer_fails_and_the_log_in_can_be_begun_anew(string answer, string condition)
    {
        await StartAsync();
        TestClient client = await SecureAsync();
        await AuthAsync(client, "SCRAM-SHA-256", "n,,n=romeo,r=abc");

        await client.SendAsync(answer);

        Assert.Equal(condition, Failure(await client.ReceiveAsync()));
        await client.AuthenticateAsync("romeo", TestServer.Password);
    }

    [Theory]
    [InlineData("n,a=juliet@localhost,n=romeo,r=abc", "invalid-authzid")]
    [InlineData("n,,n=ro meo,r=abc", "not-authorized")]
    [InlineData("n,,m=x,n=romeo,r=abc", "malformed-request")]
    [InlineData("n,,n=@,r=abc", "not-authorized")]
    public async Task A_wrong_first_message_fails_with_its_condition(string first, string condition)
    {
        await StartAsync();

        Assert.Equal(condition, Failure(await AuthAsync(await SecureAsync(), "SCRAM-SHA-256", first)));
    }

    [Fact]
    public async Task Ten_failed_attempts_of_any_kind_end_the_stream()
    {
        await StartAsync();
        TestClient client = await SecureAsync();

        for (int i = 0; i < 10; i++)
        {
            Assert.Equal("malformed-request", Failure(await AuthAsync(client, "SCRAM-SHA-256", "nonsense")));
        }

        await client.ExpectStreamErrorAsync("policy-violation");
    }

    [Fact]
    public async Task Broken_attempts_do_not_count_as_guesses()
    {
        await StartAsync(o => o with { Limits = o.Limits with { Login = new LoginLimitOptions { FailuresBeforeLock = 1, Delay = TimeSpan.Zero } } });
        TestClient client = await SecureAsync();
        for (int i = 0; i < 5; i++)
        {
            await AuthAsync(client, "SCRAM-SHA-256", "n,a=juliet@localhost,n=romeo,r=abc");
        }

        await client.AuthenticateAsync("romeo", TestServer.Password);
    }

    [Fact]
    public async Task Guessing_from_one_address_is_locked_out_and_the_owner_elsewhere_is_not()
    {
        await StartAsync(o => o with { Limits = o.Limits with { Login = new LoginLimitOptions { FailuresBeforeLock = 2, Delay = TimeSpan.Zero } } });
        TestClient guesser = await SecureAsync();
        await LogInAsync(guesser, password: "wrong");
        await LogInAsync(guesser, password: "wrong");

        Assert.Equal("temporary-auth-failure", Failure(await LogInAsync(await SecureAsync())));

        TestClient owner = Server.Connect(ListenerKind.DirectTls, address: System.Net.IPAddress.Parse("127.0.0.9"));
        await owner.HandshakeAsync();
        await OpenAsync(owner);
        Assert.Equal("romeo@localhost", Address(await LogInAsync(owner)));
    }

    [Fact]
    public async Task A_slowed_answer_waits_on_the_clock_and_holds_nobody_else_up()
    {
        await StartAsync(o => o with { Limits = o.Limits with { Login = new LoginLimitOptions { Failures = 1, Delay = TimeSpan.FromSeconds(5) } } });
        TestClient guesser = await SecureAsync();
        Assert.Equal("not-authorized", Failure(await LogInAsync(guesser, password: "wrong")));
        Task<Element> slowed = AuthAsync(guesser, "SCRAM-SHA-256", "n,,n=romeo,r=abc");
        await Server.IdleAsync();
        Assert.False(slowed.IsCompleted);

        TestClient other = Server.Connect(ListenerKind.DirectTls, address: System.Net.IPAddress.Parse("127.0.0.9"));
        await other.HandshakeAsync();
        await OpenAsync(other);
        await Server.AddAccountAsync("juliet");
        Assert.Equal("juliet@localhost", Address(await LogInAsync(other, user: "juliet")));

        await Server.AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("challenge", (await slowed).Name);
    }

    [Fact]
    public async Task An_account_that_does_not_exist_is_challenged_the_same_way_every_time()
    {
        await StartAsync();
        string[] salts = new string[2];
        for (int i = 0; i < 2; i++)
        {
            Element challenge = await AuthAsync(await SecureAsync(), "SCRAM-SHA-256", "n,,n=nobody,r=abc");
            salts[i] = System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(challenge.Text)).Split(',')[1];
            await Server.RestartAsync();
        }

        Assert.Equal(salts[0], salts[1]);
    }

    private static async Task<Element> AuthAsync(TestClient client, string mechanism, string first)
    {
        await client.SendAsync($"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='{mechanism}'>{Base64(first)}</auth>");
        return await client.ReceiveAsync();
    }
}
