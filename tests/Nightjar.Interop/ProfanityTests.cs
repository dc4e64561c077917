using Nightjar.Interop.Drivers;
using Nightjar.Interop.Servers;

namespace Nightjar.Interop;

public sealed class ProfanityTests(ServerFixture fixture) : ClientContract(fixture, ClientKind.Profanity)
{
    [Fact]
    public async Task The_screen_shows_a_message_from_slixmpp()
    {
        await using var driver = await ClientDriver.OnlineAsync(ClientKind.Profanity, Server, await Fixture.NewAccountAsync("screen"));
        await using var partner = await ClientDriver.OnlineAsync(ClientKind.Slixmpp, Server, await Fixture.NewAccountAsync("writes"));

        await partner.SendMessageAsync(driver.FullJid, "can you read this");
        await ExpectMessageAsync(driver, "can you read this");
        await driver.SendAsync("show", new { from = partner.FullJid, body = "can you read this" });

        await driver.ExpectAsync("shown");
    }
}
