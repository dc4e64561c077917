using Nightjar.Interop.Drivers;
using Nightjar.Interop.Servers;

namespace Nightjar.Interop;

public sealed class SlixmppTests(ServerFixture fixture) : ClientContract(fixture, ClientKind.Slixmpp)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_registers_in_band_and_logs_in_on_the_same_connection(bool directTls)
    {
        await using var driver = ClientDriver.Start(ClientKind.Slixmpp);
        await driver.LoginAsync(new Login(Server, new Account(Fixture.NewName("fresh"), Server.Domain))
        {
            Register = true,
            DirectTls = directTls,
        });

        await driver.ExpectAsync("registered");
        await driver.ExpectOnlineAsync();
    }

    [Fact]
    public async Task A_name_that_is_taken_cannot_be_registered_again()
    {
        await using var driver = ClientDriver.Start(ClientKind.Slixmpp);
        await driver.LoginAsync(new Login(Server, await Fixture.NewAccountAsync("taken")) { Register = true });

        var error = await driver.ExpectAsync("error", ("kind", "register"));

        Assert.StartsWith("conflict", error["reason"], StringComparison.Ordinal);
    }
}
