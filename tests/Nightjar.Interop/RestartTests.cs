using Nightjar.Interop.Drivers;
using Nightjar.Interop.Servers;

namespace Nightjar.Interop;

/// <summary>What a client notices when the operator stops the server or starts it anew.</summary>
public sealed class RestartTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_client_is_told_that_the_server_goes_down_and_a_waiting_message_is_there_when_it_is_back()
    {
        var server = fixture.Server;
        var absent = await fixture.NewAccountAsync("absent");
        await using var present = await ClientDriver.OnlineAsync(ClientKind.Slixmpp, server, await fixture.NewAccountAsync("present"));
        await present.SendMessageAsync(absent.Jid, "for later");
        await present.SyncAsync();

        await server.RestartAsync();

        var told = await present.ExpectAsync("error");
        Assert.Equal(server.AnnouncesShutdown ? "system-shutdown" : "disconnected: None", told["reason"]);
        await using var back = await ClientDriver.OnlineAsync(ClientKind.Slixmpp, server, absent);
        await back.ExpectAsync("message", ("body", "for later"));
    }
}
