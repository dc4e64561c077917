using Nightjar.Interop.Drivers;
using Nightjar.Interop.Servers;

namespace Nightjar.Interop;

public sealed class XmppJsTests(ServerFixture fixture) : ClientContract(fixture, ClientKind.XmppJs)
{
    [Fact]
    public async Task It_logs_in_again_with_a_FAST_token_instead_of_the_password()
    {
        Assert.SkipUnless(Server.HasFast, $"{Server.Name} does not have FAST (XEP-0484).");
        await using var driver = ClientDriver.Start(ClientKind.XmppJs);
        await driver.LoginAsync(new Login(Server, await Fixture.NewAccountAsync("fast")));
        await driver.ExpectAsync("token");
        await driver.ExpectOnlineAsync();

        await driver.LogOutAsync();
        await driver.SendAsync("restart");

        var online = await driver.ExpectOnlineAsync();
        Assert.StartsWith("HT-SHA-256-", online["mechanism"], StringComparison.Ordinal);
    }
}
