using Nightjar.Interop.Drivers;
using Nightjar.Interop.Servers;

namespace Nightjar.Interop;

/// <summary>
/// go-sendxmpp sends and listens but keeps no roster and resumes nothing. Debian 12 has version 0.5, which can authenticate
/// with PLAIN only: against a server that never takes a password over the wire it has to stop, and these tests hold that
/// it does so before the password leaves it. A later version knows SCRAM and is held to deliver.
/// </summary>
public sealed class GoSendxmppTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string KnowsPlainOnly = "PLAIN authentication is not an option";

    private ServerUnderTest Server => fixture.Server;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_delivers_to_profanity_or_stops_because_it_knows_only_PLAIN(bool directTls)
    {
        await using var receiver = await ClientDriver.OnlineAsync(ClientKind.Profanity, Server, await fixture.NewAccountAsync("reads"));
        await using var sender = ClientDriver.Start(ClientKind.GoSendxmpp);
        await sender.LoginAsync(new Login(Server, await fixture.NewAccountAsync("writes")) { DirectTls = directTls });

        var outcome = await sender.ExpectEitherAsync("online", "error");
        if (outcome.Name == "error")
        {
            Assert.Contains(KnowsPlainOnly, outcome["reason"], StringComparison.Ordinal);
            Assert.Equal("auth", outcome["kind"]);
            return;
        }

        await sender.SendMessageAsync(receiver.FullJid, "from the command line");
        await receiver.ExpectAsync("message", ("body", "from the command line"));
        await receiver.SendMessageAsync(outcome["jid"]!, "to the command line");
        await sender.ExpectAsync("message", ("body", "to the command line"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_refuses_a_server_whose_certificate_another_authority_would_have_to_vouch_for(bool directTls)
    {
        await using var driver = ClientDriver.Start(ClientKind.GoSendxmpp);
        await driver.LoginAsync(new Login(Server, await fixture.NewAccountAsync("ca"))
        {
            DirectTls = directTls,
            CaFile = Server.OtherCaFile,
        });

        await driver.ExpectAsync("error", ("kind", "tls"));

        Assert.Equal(1, await driver.WaitForEndAsync());
    }
}
