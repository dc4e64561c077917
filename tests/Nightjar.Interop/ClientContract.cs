using Nightjar.Interop.Drivers;
using Nightjar.Interop.Servers;

namespace Nightjar.Interop;

/// <summary>What every client that keeps a session has to be able to do; the other side of each conversation is slixmpp.</summary>
public abstract class ClientContract(ServerFixture fixture, ClientKind client) : IClassFixture<ServerFixture>
{
    private protected ServerUnderTest Server => fixture.Server;

    private protected ServerFixture Fixture => fixture;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_logs_in_with_SCRAM_over_verified_TLS(bool directTls)
    {
        await using var driver = ClientDriver.Start(client);
        await driver.LoginAsync(new Login(Server, await fixture.NewAccountAsync("login")) { DirectTls = directTls });

        var online = await driver.ExpectOnlineAsync();

        Assert.StartsWith("SCRAM-", online["mechanism"], StringComparison.Ordinal);
        Assert.Equal(0, await driver.QuitAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_refuses_a_server_whose_certificate_another_authority_would_have_to_vouch_for(bool directTls)
    {
        await using var driver = ClientDriver.Start(client);
        await driver.LoginAsync(new Login(Server, await fixture.NewAccountAsync("ca"))
        {
            DirectTls = directTls,
            CaFile = Server.OtherCaFile,
        });

        await driver.ExpectAsync("error", ("kind", "tls"));

        Assert.Equal(1, await driver.WaitForEndAsync());
        Assert.Equal(0, driver.CountOf("authenticating"));
    }

    [Fact]
    public async Task It_reports_a_wrong_password_as_that()
    {
        await using var driver = ClientDriver.Start(client);
        await driver.LoginAsync(new Login(Server, await fixture.NewAccountAsync("wrong")) { Password = "Not-the-password-at-all" });

        await driver.ExpectAsync("error", ("kind", "auth"));

        Assert.Equal(1, await driver.WaitForEndAsync());
        Assert.Equal(0, driver.CountOf("online"));
    }

    [Fact]
    public async Task It_adds_a_contact_and_sees_the_contact_online_once_approved()
    {
        var (account, contact) = (await fixture.NewAccountAsync("adds"), await fixture.NewAccountAsync("added"));
        await using var driver = await ClientDriver.OnlineAsync(client, Server, account);
        await using var partner = await ClientDriver.OnlineAsync(ClientKind.Slixmpp, Server, contact);

        await driver.SendAsync("subscribe", new { to = contact.Jid });
        await partner.ExpectAsync("subscribe", ("from", account.Jid));
        await partner.SendAsync("approve", new { to = account.Jid });

        await driver.ExpectAsync("roster", ("jid", contact.Jid), ("subscription", "to"));
        await driver.ExpectAsync("presence", ("from", partner.FullJid), ("type", "available"));
    }

    [Fact]
    public async Task It_approves_a_contact_who_then_sees_it_online()
    {
        var (account, contact) = (await fixture.NewAccountAsync("asked"), await fixture.NewAccountAsync("asks"));
        await using var driver = await ClientDriver.OnlineAsync(client, Server, account);
        await using var partner = await ClientDriver.OnlineAsync(ClientKind.Slixmpp, Server, contact);

        await partner.SendAsync("subscribe", new { to = account.Jid });
        await driver.ExpectAsync("subscribe", ("from", contact.Jid));
        await driver.SendAsync("approve", new { to = contact.Jid });

        await partner.ExpectAsync("roster", ("jid", account.Jid), ("subscription", "to"));
        await partner.ExpectAsync("presence", ("from", driver.FullJid), ("type", "available"));
    }

    [Fact]
    public async Task Messages_go_both_ways()
    {
        await using var driver = await ClientDriver.OnlineAsync(client, Server, await fixture.NewAccountAsync("chat"));
        await using var partner = await ClientDriver.OnlineAsync(ClientKind.Slixmpp, Server, await fixture.NewAccountAsync("chat"));

        await driver.SendMessageAsync(partner.FullJid, "Is the moon up? <&> äöü");
        await partner.ExpectAsync("message", ("from", driver.FullJid), ("body", "Is the moon up? <&> äöü"));
        await partner.SendMessageAsync(driver.FullJid, "It is & it's <full> 🌕");
        var answer = await driver.ExpectAsync("message", ("from", partner.FullJid), ("body", "It is & it's <full> 🌕"));

        Assert.Null(answer["delay"]);
    }

    [Fact]
    public async Task A_message_sent_while_it_was_offline_arrives_once_with_the_time_it_was_sent()
    {
        var account = await fixture.NewAccountAsync("away");
        await using var partner = await ClientDriver.OnlineAsync(ClientKind.Slixmpp, Server, await fixture.NewAccountAsync("writes"));
        await partner.SendMessageAsync(account.Jid, "while you were out");
        await partner.SyncAsync();
        var sent = DateTimeOffset.UtcNow;

        await using (var first = await ClientDriver.OnlineAsync(client, Server, account))
        {
            var message = await ExpectMessageAsync(first, "while you were out");
            Assert.True(
                DateTimeOffset.TryParse(message["delay"], out var stamp) && (sent - stamp).Duration() < TimeSpan.FromMinutes(1),
                $"The delay stamp is '{message["delay"]}', the message was sent before {sent:O}.");
            await first.SyncAsync();
            await first.LogOutAsync();
        }

        await using var second = await ClientDriver.OnlineAsync(client, Server, account);
        await partner.SendMessageAsync(second.FullJid, "you are back");
        await ExpectMessageAsync(second, "you are back");
        Assert.Equal(0, second.CountOf("message", ("body", "while you were out")));
    }

    [Fact]
    public async Task After_a_lost_connection_it_resumes_and_an_unacknowledged_message_arrives_exactly_once()
    {
        await using var driver = await ClientDriver.OnlineAsync(client, Server, await fixture.NewAccountAsync("resumes"));
        await using var partner = await ClientDriver.OnlineAsync(ClientKind.Slixmpp, Server, await fixture.NewAccountAsync("writes"));
        await driver.SyncAsync();

        // From here on the client reads nothing, so it can acknowledge nothing, whether the server has written the message or not.
        await driver.SendAsync("freeze");
        await driver.ExpectAsync("frozen");
        await partner.SendMessageAsync(driver.FullJid, "in flight");
        await partner.SyncAsync();
        await driver.SendAsync("cut");
        await driver.ExpectAsync("offline");
        await partner.SendMessageAsync(driver.FullJid, "while cut off");
        await partner.SyncAsync();
        await driver.SendAsync("resume");

        var resumed = await driver.ExpectAsync("resumed");
        Assert.Contains("urn:xmpp:sm:3", resumed["xml"], StringComparison.Ordinal);
        await partner.SendMessageAsync(driver.FullJid, "after it");
        await ExpectMessageAsync(driver, "after it");
        Assert.Equal(
            (1, 1),
            (driver.CountOf("message", ("body", "in flight")), driver.CountOf("message", ("body", "while cut off"))));
        await driver.SendMessageAsync(partner.FullJid, "still here");
        await ExpectMessageAsync(partner, "still here");
    }

    [Fact]
    public async Task What_it_sent_before_the_connection_was_lost_is_delivered_exactly_once()
    {
        await using var driver = await ClientDriver.OnlineAsync(client, Server, await fixture.NewAccountAsync("resumes"));
        await using var partner = await ClientDriver.OnlineAsync(ClientKind.Slixmpp, Server, await fixture.NewAccountAsync("reads"));
        await driver.SyncAsync();

        // The server handles the message, but its acknowledgement no longer reaches the client: only the count in
        // <resumed/> can keep the client from sending it a second time.
        await driver.SendAsync("freeze");
        await driver.ExpectAsync("frozen");
        await driver.SendMessageAsync(partner.FullJid, "handled but not acknowledged");
        await ExpectMessageAsync(partner, "handled but not acknowledged");
        await driver.SendAsync("cut");
        await driver.ExpectAsync("offline");
        await driver.SendAsync("resume");
        await driver.ExpectAsync("resumed");
        await driver.SendMessageAsync(partner.FullJid, "after it");

        await ExpectMessageAsync(partner, "after it");
        Assert.Equal(1, partner.CountOf("message", ("body", "handled but not acknowledged")));
    }

    private protected static Task<DriverEvent> ExpectMessageAsync(ClientDriver driver, string body) =>
        driver.ExpectAsync("message", ("body", body));
}
