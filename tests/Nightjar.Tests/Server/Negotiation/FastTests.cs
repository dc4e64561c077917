using Nightjar.Server.Configuration;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Sasl;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Server.Negotiation;

public sealed class FastTests : NegotiationTest
{
    private static readonly TimeSpan Lifetime = new SaslOptions().FastTokenLifetime;

    [Theory]
    [InlineData(null)]
    [InlineData(ChannelBindingType.TlsExporter)]
    [InlineData(ChannelBindingType.TlsServerEndPoint)]
    public async Task A_token_logs_in_and_binds_in_one_round_trip(ChannelBindingType? binding)
    {
        await StartAsync();
        string token = await GetTokenAsync(binding);
        TestClient client = await SecureAsync("romeo@localhost");

        Element success = await LogInWithTokenAsync(
            client, token, "<bind xmlns='urn:xmpp:bind:0'><tag>Test</tag><enable xmlns='urn:xmpp:sm:3'/></bind>", binding: binding);

        Assert.StartsWith("romeo@localhost/Test/", Address(success), StringComparison.Ordinal);
        Assert.NotNull(success.Child(Namespaces.Bind2, "bound")!.Child(Namespaces.Sm, "enabled"));
        Assert.Null(TokenIn(success));
        Assert.True((await client.ReceiveAsync()).Is(Namespaces.Streams, "features"));
    }

    [Fact]
    public async Task The_server_proves_that_it_knows_the_token()
    {
        await StartAsync();
        string token = await GetTokenAsync();
        TestClient client = await SecureAsync();

        Element success = await LogInWithTokenAsync(client, token);

        var exchange = new HashedTokenClient(new HashedTokenMechanism(null), ChannelBindings.None, "romeo", token);
        Assert.True(exchange.Verify(Convert.FromBase64String(success.Child(Namespaces.Sasl2, "additional-data")!.Text)));
    }

    [Fact]
    public async Task A_token_made_for_channel_binding_does_not_work_without()
    {
        await StartAsync();
        string token = await GetTokenAsync(ChannelBindingType.TlsExporter);

        Assert.Equal("not-authorized", Failure(await LogInWithTokenAsync(await SecureAsync(), token)));
    }

    [Theory]
    [InlineData("11111111-4d72-4749-b3d3-740edbf87770", "romeo", "not-authorized")]
    [InlineData(Device, "nobody", "not-authorized")]
    [InlineData(Device, "juliet", "not-authorized")]
    [InlineData(null, "romeo", "malformed-request")]
    public async Task A_token_belongs_to_one_device_of_one_account(string? device, string user, string condition)
    {
        await StartAsync();
        await Server.AddAccountAsync("juliet");
        string token = await GetTokenAsync();

        Assert.Equal(condition, Failure(await LogInWithTokenAsync(await SecureAsync(), token, device: device, user: user)));
    }

    [Fact]
    public async Task After_a_failure_the_password_still_works_on_the_same_stream()
    {
        await StartAsync();
        TestClient client = await SecureAsync();

        Assert.Equal("not-authorized", Failure(await LogInWithTokenAsync(client, "wrong")));
        Assert.Equal("romeo@localhost", Address(await LogInAsync(client)));
    }

    [Fact]
    public async Task A_count_works_once()
    {
        await StartAsync();
        string token = await GetTokenAsync();

        Assert.Equal("success", (await LogInWithTokenAsync(await SecureAsync(), token, attributes: " count='7'")).Name);
        Assert.Equal("not-authorized", Failure(await LogInWithTokenAsync(await SecureAsync(), token, attributes: " count='7'")));
        Assert.Equal("not-authorized", Failure(await LogInWithTokenAsync(await SecureAsync(), token, attributes: " count='6'")));
        Assert.Equal("success", (await LogInWithTokenAsync(await SecureAsync(), token, attributes: " count='8'")).Name);
        Assert.Equal("malformed-request", Failure(await LogInWithTokenAsync(await SecureAsync(), token, attributes: " count='-1'")));
    }

    [Fact]
    public async Task An_expired_token_is_named_as_such()
    {
        await StartAsync();
        string token = await GetTokenAsync();

        await Server.AdvanceAsync(Lifetime);

        Assert.Equal("credentials-expired", Failure(await LogInWithTokenAsync(await SecureAsync(), token)));
    }

    [Fact]
    public async Task A_token_past_half_its_life_is_replaced_and_works_until_the_new_one_is_used()
    {
        await StartAsync();
        string old = await GetTokenAsync();
        await Server.AdvanceAsync(Lifetime / 2 + TimeSpan.FromHours(1));

        string? lost = TokenIn(await LogInWithTokenAsync(await SecureAsync(), old));
        string? next = TokenIn(await LogInWithTokenAsync(await SecureAsync(), old));

        Assert.NotNull(lost);
        Assert.NotNull(next);
        Assert.Equal("not-authorized", Failure(await LogInWithTokenAsync(await SecureAsync(), lost)));
        Assert.Equal("success", (await LogInWithTokenAsync(await SecureAsync(), next)).Name);
        Assert.Equal("not-authorized", Failure(await LogInWithTokenAsync(await SecureAsync(), old)));
    }

    [Fact]
    public async Task A_device_can_give_its_token_up()
    {
        await StartAsync();
        string token = await GetTokenAsync();

        Element success = await LogInWithTokenAsync(await SecureAsync(), token, attributes: " invalidate='true'");

        Assert.Equal("success", success.Name);
        Assert.Equal("not-authorized", Failure(await LogInWithTokenAsync(await SecureAsync(), token)));
    }

    [Fact]
    public async Task Tokens_survive_a_restart()
    {
        await StartAsync();
        string token = await GetTokenAsync();

        await Server.RestartAsync();

        Assert.Equal("success", (await LogInWithTokenAsync(await SecureAsync(), token)).Name);
    }

    [Fact]
    public async Task Tokens_die_when_the_account_is_suspended()
    {
        await StartAsync();
        string token = await GetTokenAsync();

        await Server.Server.Services.SelfServiceAdministration().SuspendAsync("romeo@localhost", TestContext.Current.CancellationToken);
        await Server.Server.Services.SelfServiceAdministration().ResumeAsync("romeo@localhost", TestContext.Current.CancellationToken);

        Assert.Equal("not-authorized", Failure(await LogInWithTokenAsync(await SecureAsync(), token)));
    }

    [Fact]
    public async Task Nothing_is_offered_or_accepted_when_it_is_switched_off()
    {
        await StartAsync(o => o with { Sasl = o.Sasl with { Fast = false } });
        TestClient client = await SecureAsync();

        Element inline = client.Features!.Child(Namespaces.Sasl2, "authentication")!.Child(Namespaces.Sasl2, "inline")!;
        Assert.Null(inline.Child(Namespaces.Fast, "fast"));
        Assert.Equal("invalid-mechanism", Failure(await LogInWithTokenAsync(client, "any")));
    }

    [Fact]
    public async Task The_first_of_fifty_devices_makes_room_for_another()
    {
        await StartAsync();
        string first = await GetTokenAsync();
        for (int i = 0; i < 50; i++)
        {
            await Server.AdvanceAsync(TimeSpan.FromSeconds(1));
            TestClient other = await SecureAsync();
            Assert.NotNull(TokenIn(await LogInAsync(other, RequestToken(), device: $"device-{i}")));
            await other.ReceiveAsync();
            other.Break();
        }

        Assert.Equal("not-authorized", Failure(await LogInWithTokenAsync(await SecureAsync(), first)));
    }
}
