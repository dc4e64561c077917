using Nightjar.Server.Configuration;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Server.Negotiation;

public sealed class Sasl2Tests : NegotiationTest
{
    [Fact]
    public async Task The_features_of_the_logged_in_stream_follow_success_without_a_new_header()
    {
        await StartAsync();
        TestClient client = await SecureAsync();

        Element success = await LogInAsync(client);

        Assert.Equal("romeo@localhost", Address(success));
        Assert.NotNull(success.Child(Namespaces.Sasl2, "additional-data"));
        Element features = await client.ReceiveAsync();
        Assert.NotNull(features.Child(Namespaces.Bind, "bind"));
        await client.BindAsync("x");
    }

    [Fact]
    public async Task It_is_not_offered_outside_TLS()
    {
        await StartAsync();
        TestClient client = Server.Connect(isPlaintext: true);

        Element features = await client.OpenStreamAsync();

        Assert.Null(features.Child(Namespaces.Sasl2, "authentication"));
        await client.SendAsync("<authenticate xmlns='urn:xmpp:sasl:2' mechanism='SCRAM-SHA-256'/>");
        await client.ExpectStreamErrorAsync("not-authorized");
    }

    [Fact]
    public async Task A_second_log_in_after_success_ends_the_stream()
    {
        await StartAsync();
        TestClient client = await SecureAsync();
        await LogInAsync(client);
        await client.ReceiveAsync();

        await client.SendAsync("<authenticate xmlns='urn:xmpp:sasl:2' mechanism='SCRAM-SHA-256'/>");

        await client.ExpectStreamErrorAsync("not-authorized");
    }

    [Fact]
    public async Task PLAIN_is_refused_and_ends_the_stream()
    {
        await StartAsync();
        TestClient client = await SecureAsync();

        await client.SendAsync($"<authenticate xmlns='urn:xmpp:sasl:2' mechanism='PLAIN'><initial-response>{Base64("\0romeo\0r0m30myr0m30")}</initial-response></authenticate>");

        Assert.Equal("invalid-mechanism", Failure(await client.ReceiveAsync()));
        await client.ExpectStreamErrorAsync("policy-violation");
    }

    [Fact]
    public async Task A_token_mechanism_without_fast_element_was_not_offered()
    {
        await StartAsync();
        TestClient client = await SecureAsync();

        await client.SendAsync($"<authenticate xmlns='urn:xmpp:sasl:2' mechanism='HT-SHA-256-NONE'><initial-response>{Base64("romeo\0x")}</initial-response></authenticate>");

        Assert.Equal("invalid-mechanism", Failure(await client.ReceiveAsync()));
        await client.ExpectStreamErrorAsync("policy-violation");
    }

    [Fact]
    public async Task Without_initial_response_the_request_is_malformed()
    {
        await StartAsync();
        TestClient client = await SecureAsync();

        await client.SendAsync("<authenticate xmlns='urn:xmpp:sasl:2' mechanism='SCRAM-SHA-256'/>");

        Assert.Equal("malformed-request", Failure(await client.ReceiveAsync()));
    }

    [Fact]
    public async Task An_aborted_log_in_can_be_begun_anew()
    {
        await StartAsync();
        TestClient client = await SecureAsync();
        await client.SendAsync($"<authenticate xmlns='urn:xmpp:sasl:2' mechanism='SCRAM-SHA-256'><initial-response>{Base64("n,,n=romeo,r=abc")}</initial-response></authenticate>");
        await client.ReceiveAsync("a challenge");

        await client.SendAsync("<abort xmlns='urn:xmpp:sasl:2'/>");

        Assert.Equal("aborted", Failure(await client.ReceiveAsync()));
        Assert.Equal("romeo@localhost", Address(await LogInAsync(client)));
    }

    [Theory]
    [InlineData("<iq type='get' id='1'><query xmlns='jabber:iq:register'/></iq>")]
    [InlineData("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-256'>abcd</auth>")]
    public async Task Anything_else_during_a_log_in_ends_the_stream(string other)
    {
        await StartAsync();
        TestClient client = await SecureAsync();
        await client.SendAsync($"<authenticate xmlns='urn:xmpp:sasl:2' mechanism='SCRAM-SHA-256'><initial-response>{Base64("n,,n=romeo,r=abc")}</initial-response></authenticate>");
        await client.ReceiveAsync("a challenge");

        await client.SendAsync(other);

        await client.ExpectStreamErrorAsync("not-authorized");
    }

    [Fact]
    public async Task Another_account_than_the_own_cannot_be_acted_for()
    {
        await StartAsync();
        await Server.AddAccountAsync("juliet");
        TestClient client = await SecureAsync("romeo@localhost");

        await client.SendAsync($"<authenticate xmlns='urn:xmpp:sasl:2' mechanism='SCRAM-SHA-256'><initial-response>{Base64("n,a=juliet@localhost,n=romeo,r=abc")}</initial-response></authenticate>");

        Assert.Equal("invalid-authzid", Failure(await client.ReceiveAsync()));
    }

    [Fact]
    public async Task Three_wrong_passwords_end_the_stream()
    {
        await StartAsync();
        TestClient client = await SecureAsync();

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal("not-authorized", Failure(await LogInAsync(client, password: "wrong")));
        }

        await client.ExpectStreamErrorAsync("policy-violation");
    }

    [Fact]
    public async Task A_suspended_account_is_told_so_only_with_the_right_password()
    {
        await StartAsync();
        await Server.Server.Services.SelfServiceAdministration().SuspendAsync("romeo@localhost", TestContext.Current.CancellationToken);
        TestClient client = await SecureAsync();

        Assert.Equal("not-authorized", Failure(await LogInAsync(client, password: "wrong")));
        Assert.Equal("account-disabled", Failure(await LogInAsync(client)));
    }

    [Fact]
    public async Task The_channel_bindings_and_the_limits_are_listed()
    {
        await StartAsync(o => o with { Limits = o.Limits with { StanzaBytesBeforeLogin = 9000, StanzaBytes = 20_000 } });
        TestClient client = await SecureAsync();

        Assert.Equal(
            ["tls-server-end-point", "tls-exporter"],
            client.Features!.Child(Namespaces.SaslChannelBinding, "sasl-channel-binding")!.Elements.Select(e => e.Attribute("type")));
        Assert.Equal("9000", client.Features!.Child(Namespaces.StreamLimits, "limits")!.Child(Namespaces.StreamLimits, "max-bytes")!.Text);

        await LogInAsync(client);
        Element limits = (await client.ReceiveAsync()).Child(Namespaces.StreamLimits, "limits")!;
        Assert.Equal("20000", limits.Child(Namespaces.StreamLimits, "max-bytes")!.Text);
        Assert.Equal("300", limits.Child(Namespaces.StreamLimits, "idle-seconds")!.Text);
    }
}
