using System.Net;
using System.Text;
using Nightjar.Server.Configuration;
using Nightjar.Testing;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Server.Connections;

/// <summary>Peers that are slow, many or silent: they are cut, everybody else notices nothing (P28).</summary>
public sealed class BadPeerTests
{
    private static NightjarOptions SmallQueue => TestServer.DefaultOptions with
    {
        Domains = [TestServer.DefaultOptions.Domains[0] with { Archive = false }],
        Limits = TestServer.DefaultOptions.Limits with { SendQueueBytes = 64 * 1024 },
    };

    [Fact]
    public async Task A_reader_that_never_reads_is_cut_and_the_sender_is_not()
    {
        await using TestServer server = await TestServer.StartAsync(SmallQueue);
        TestClient slow = await server.LogInAsync("juliet", "balcony", window: 8 * 1024);
        TestClient romeo = await server.LogInAsync("romeo", "orchard");
        string body = new('x', 10_000);
        for (int i = 0; i < 20; i++)
        {
            await romeo.SendAsync($"<message to='juliet@localhost/balcony' type='headline' id='{i}'><body>{body}</body></message>");
        }

        await server.IdleAsync();
        await server.AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(1, server.Server.ConnectionCount);
        await romeo.ExpectNothingAsync();
        Assert.True(await EndsAsync(slow));
    }

    [Fact]
    public async Task What_a_slow_reader_cannot_take_at_once_arrives_whole_when_it_reads()
    {
        await using TestServer server = await TestServer.StartAsync(SmallQueue);
        TestClient slow = await server.LogInAsync("juliet", "balcony", window: 4 * 1024);
        TestClient romeo = await server.LogInAsync("romeo", "orchard");
        for (int i = 0; i < 40; i++)
        {
            await romeo.SendAsync($"<message to='juliet@localhost/balcony' type='headline' id='{i}'><body>{new string('y', 1_000)}</body></message>");
        }

        await server.IdleAsync();
        for (int i = 0; i < 40; i++)
        {
            Assert.Equal(i.ToString(), (await slow.ReceiveAsync()).Attribute("id"));
        }

        await slow.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_writer_of_single_bytes_is_understood()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestClient romeo = await server.LogInAsync("romeo", "orchard");
        foreach (byte letter in Encoding.UTF8.GetBytes("<message to='romeo@localhost/orchard' type='headline' id='é'><body>Aurora 🌅</body></message>"))
        {
            await romeo.SendAsync(new[] { letter });
            await server.IdleAsync();
        }

        await romeo.ExpectAsync("<message from='romeo@localhost/orchard' to='romeo@localhost/orchard' type='headline' id='é'><body>Aurora 🌅</body></message>");
    }

    [Fact]
    public async Task Five_thousand_half_open_connections_leave_room_for_others_and_go_by_themselves()
    {
        const int Attempts = 5_000;
        await using TestServer server = await TestServer.StartAsync();
        await server.AddAccountAsync("romeo");
        int refused = 0;
        for (int i = 0; i < Attempts; i++)
        {
            try
            {
                server.Forget(server.Connect(address: new IPAddress([10, 0, 0, (byte)(i % 20)])));
            }
            catch (InvalidOperationException)
            {
                refused++;
            }
        }

        LimitOptions limits = TestServer.DefaultOptions.Limits;
        Assert.Equal(Attempts - (20 * limits.UnauthenticatedConnectionsPerAddress), refused);
        TestClient romeo = await server.LogInAsync("romeo", "orchard");
        await romeo.ExpectNothingAsync();

        await server.AdvanceAsync(limits.NegotiationTimeout + TimeSpan.FromSeconds(10));
        Assert.Equal(1, server.Server.ConnectionCount);
    }

    [Fact]
    public async Task A_handshake_that_never_comes_ends_the_connection()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestClient mallory = server.Connect(ListenerKind.DirectTls);
        await server.AdvanceAsync(TestServer.DefaultOptions.Limits.NegotiationTimeout + TimeSpan.FromSeconds(10));
        Assert.Equal(0, server.Server.ConnectionCount);
        Assert.True(await EndsAsync(mallory));
    }

    [Fact]
    public async Task A_store_that_is_slow_stops_the_reading_and_loses_nothing()
    {
        const int Messages = 2_000;
        await using TestServer server = await TestServer.StartAsync();
        TestClient juliet = await server.LogInAsync("juliet", "balcony");
        TestClient romeo = await server.LogInAsync("romeo", "orchard");
        server.Memory.HoldCommits();
        var burst = new StringBuilder();
        for (int i = 0; i < Messages; i++)
        {
            burst.Append($"<message to='juliet@localhost/balcony' type='chat' id='{i}'><body>hi</body></message>");
        }

        await romeo.SendAsync(burst.ToString());
        await server.IdleAsync();
        server.Memory.ReleaseCommits();
        for (int i = 0; i < Messages; i++)
        {
            Element message = await juliet.ReceiveAsync();
            Assert.Equal(i.ToString(), message.Attribute("id"));
        }
    }

    private static async Task<bool> EndsAsync(TestClient client)
    {
        while (true)
        {
            if ((await client.NextAsync()).Kind is StreamItemKind.Ended or StreamItemKind.Closed)
            {
                return true;
            }
        }
    }
}
