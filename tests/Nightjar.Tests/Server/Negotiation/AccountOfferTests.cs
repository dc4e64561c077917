using Nightjar.Server.Accounts;
using Nightjar.Server.Configuration;
using Nightjar.Server.Storage;
using Nightjar.Testing;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Sasl;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Server.Negotiation;

public sealed class AccountOfferTests : NegotiationTest
{
    private const string Upgrade = "urn:xmpp:sasl:upgrade:0";

    [Fact]
    public async Task An_account_with_few_keys_is_offered_only_what_it_can_use()
    {
        await StartAsync();
        await AddOldAccountAsync();

        TestClient client = await SecureAsync("old@localhost");

        Assert.All(Mechanisms(client), m => Assert.StartsWith("SCRAM-SHA-1", m, StringComparison.Ordinal));
        Assert.Equal("old@localhost", Address(await LogInAsync(client, user: "old", hash: ScramHash.Sha1)));
    }

    [Theory]
    [InlineData("romeo@localhost")]
    [InlineData("nobody@localhost")]
    [InlineData("nobody@elsewhere.example")]
    [InlineData(null)]
    public async Task Existing_unknown_and_unnamed_accounts_get_the_same_offer(string? from)
    {
        await StartAsync();

        TestClient client = await SecureAsync(from);

        Assert.Equal(
            ["SCRAM-SHA-512-PLUS", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1"], Mechanisms(client));
        Assert.Null(client.Features!.Child(Namespaces.Sasl2, "authentication")!.Child(Upgrade, "upgrade"));
    }

    [Fact]
    public async Task Missing_keys_are_added_while_logging_in()
    {
        await StartAsync();
        await AddOldAccountAsync();
        TestClient client = await SecureAsync("old@localhost");
        Assert.Equal(
            ["UPGR-SCRAM-SHA-512", "UPGR-SCRAM-SHA-256"],
            client.Features!.Child(Namespaces.Sasl2, "authentication")!.Elements.Where(e => e.Is(Upgrade, "upgrade")).Select(e => e.Text));

        Element answer = await LogInAsync(
            client, $"<upgrade xmlns='{Upgrade}'>UPGR-SCRAM-SHA-256</upgrade><upgrade xmlns='{Upgrade}'>UPGR-SCRAM-SHA-512</upgrade>", user: "old", hash: ScramHash.Sha1);
        foreach (ScramHash hash in (ScramHash[])[ScramHash.Sha512, ScramHash.Sha256])
        {
            Assert.Equal("continue", answer.Name);
            Assert.Equal(ScramUpgrade.TaskName(hash), answer.Child(Namespaces.Sasl2, "tasks")!.FirstChild!.Text);
            await client.SendAsync($"<next xmlns='urn:xmpp:sasl:2' task='{ScramUpgrade.TaskName(hash)}'/>");
            Element salt = (await client.ReceiveAsync()).FirstChild!;
            string proof = ScramUpgrade.Answer(
                hash, System.Text.Encoding.UTF8.GetBytes(TestServer.Password), Convert.FromBase64String(salt.Text),
                int.Parse(salt.Attribute("iterations")!, System.Globalization.CultureInfo.InvariantCulture));
            await client.SendAsync($"<task-data xmlns='urn:xmpp:sasl:2'><hash xmlns='urn:xmpp:scram-upgrade:0'>{proof}</hash></task-data>");
            answer = await client.ReceiveAsync();
        }

        Assert.Equal("old@localhost", Address(answer));
        TestClient again = await SecureAsync("old@localhost");
        Assert.Equal(6, Mechanisms(again).Count);
        Assert.Equal("old@localhost", Address(await LogInAsync(again, user: "old", hash: ScramHash.Sha512)));
    }

    [Theory]
    [InlineData("<next xmlns='urn:xmpp:sasl:2' task='UPGR-SCRAM-SHA-1'/>")]
    [InlineData("<task-data xmlns='urn:xmpp:sasl:2'><hash xmlns='urn:xmpp:scram-upgrade:0'>AAAA</hash></task-data>")]
    public async Task A_task_that_is_not_carried_out_fails_the_log_in(string step)
    {
        await StartAsync();
        await AddOldAccountAsync();
        TestClient client = await SecureAsync("old@localhost");
        await LogInAsync(client, $"<upgrade xmlns='{Upgrade}'>UPGR-SCRAM-SHA-256</upgrade>", user: "old", hash: ScramHash.Sha1);

        await client.SendAsync(step);

        Assert.Equal("malformed-request", Failure(await client.ReceiveAsync()));
        await client.SendAsync("<message/>");
        await client.ExpectStreamErrorAsync("not-authorized");
    }

    [Fact]
    public async Task A_password_changed_between_challenge_and_proof_no_longer_counts()
    {
        await StartAsync();
        AccountRecord record = await Server.AddAccountAsync("juliet");
        TestClient client = await SecureAsync("juliet@localhost");
        var mechanism = new ScramMechanism(ScramHash.Sha256, false);
        ScramClient scram = Scram(mechanism, "juliet", TestServer.Password);
        await client.SendAsync($"<authenticate xmlns='urn:xmpp:sasl:2' mechanism='{mechanism.Name}'><initial-response>{Base64(scram.First())}</initial-response></authenticate>");
        Assert.Null(scram.Respond(Convert.FromBase64String((await client.ReceiveAsync()).Text), out byte[] response));

        RegistrationResult changed = await Server.Server.Services.SelfService.ChangePasswordAsync(
            TestServer.DefaultOptions.Domains[0], Nightjar.Xmpp.Addressing.Jid.Parse("juliet@localhost"), record.Owner, "seven green teapots", TestContext.Current.CancellationToken);
        await client.SendAsync($"<response xmlns='urn:xmpp:sasl:2'>{Base64(response)}</response>");

        Assert.True(changed.IsDone);
        Assert.Equal("not-authorized", Failure(await client.ReceiveAsync()));
    }

    private Task<AccountCreation> AddOldAccountAsync() => Server.Store.Accounts.CreateAsync("old@localhost", new NewAccount
    {
        Credentials = PasswordHashing.Derive(TestServer.Password, new SaslOptions { Mechanisms = ["SCRAM-SHA-1"], Iterations = 4096 })!,
        Origin = AccountOrigin.Imported,
        Created = new DateOnly(2026, 1, 1),
    });

    private static List<string> Mechanisms(TestClient client)
    {
        List<string> sasl2 = [.. client.Features!.Child(Namespaces.Sasl2, "authentication")!.Elements.Where(e => e.Name == "mechanism").Select(e => e.Text)];
        Assert.Equal(sasl2, client.Features!.Child(Namespaces.Sasl, "mechanisms")!.Elements.Select(e => e.Text));
        return sasl2;
    }
}
