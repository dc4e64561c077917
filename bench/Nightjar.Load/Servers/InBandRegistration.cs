using Nightjar.Load.Client;
using Nightjar.Load.Engine;

namespace Nightjar.Load.Servers;

/// <summary>Creates accounts the way clients do (XEP-0077), for servers whose limits on it are off.</summary>
internal static class InBandRegistration
{
    const int Connections = 8;

    public static void Register(int port, string domain, string password, IReadOnlyList<Account> accounts, CancellationToken stop)
    {
        using var loop = new EventLoop(stop);
        var next = 0;
        // One refused registration is enough to give up: 5 s of patience, and 20 ms for each account.
        loop.Run(Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => RegisterSomeAsync())), TimeSpan.FromSeconds(60 + accounts.Count / 20));

        async Task RegisterSomeAsync()
        {
            while (next < accounts.Count)
            {
                var account = accounts[next++];
                var connection = new Connection(loop, SourceAddresses.Next(), 127u << 24 | 1, port);
                await connection.ConnectedAsync();
                connection.Send($"<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='{domain}' version='1.0'>");
                await connection.ReadAsync();
                await connection.ReadAsync();
                connection.Send($"<iq type='set' id='r'><query xmlns='jabber:iq:register'><username>{account.Local}</username><password>{password}</password></query></iq>");
                var answer = await connection.ReadAsync();
                if (Xml.Attribute(answer, "type") != "result" && !answer.Contains("<conflict", StringComparison.Ordinal))
                {
                    throw new IOException($"Registration of {account.Local}: {answer}");
                }

                await connection.CloseAsync();
            }
        }
    }
}
