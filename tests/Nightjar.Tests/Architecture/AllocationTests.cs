using System.Text;
using Nightjar.Server.Configuration;
using Nightjar.Server.Sessions;
using Nightjar.Testing;
using Nightjar.Testing.Clients;
using Nightjar.Testing.Memory;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Architecture;

/// <summary>What a message and an idle session may cost in memory (DESIGN §2 and §8).</summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests
{
    private const int WarmUp = 3_000;
    private const int Measured = 1_000;

    /// <summary>A chat message as clients send it, of the 350 bytes that the design measures with.</summary>
    private static readonly byte[] s_message = Encoding.UTF8.GetBytes(
        "<message to='juliet@localhost/home' type='chat' id='5c3d1f0e-8a5b-4f6e-9b1d-2f6f3f0a7c11'><body>" + new string('x', 120)
        + "</body><origin-id xmlns='urn:xmpp:sid:0' id='5c3d1f0e-8a5b-4f6e-9b1d-2f6f3f0a7c11'/><active xmlns='http://jabber.org/protocol/chatstates'/></message>");

    [Fact]
    public void The_reader_allocates_nothing_for_a_message()
    {
        using var reader = new XmlStreamReader(XmlLimits.Client);
        byte[] header = Encoding.UTF8.GetBytes("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0'>");
        Assert.Equal(XmlReadStatus.StreamOpened, reader.Read(header, out _));
        Assert.Equal(0, BytesPerRun(() => reader.Read(s_message, out _)));
    }

    [Fact]
    public void A_known_address_is_found_without_allocating()
    {
        var cache = new JidCache(16);
        byte[] address = Encoding.UTF8.GetBytes("juliet@localhost/home");
        Assert.Equal(0, BytesPerRun(() => cache.GetOrParse(address)));
    }

    [Fact]
    public async Task A_routed_message_costs_one_object_and_one_array()
    {
        await using TestServer server = await TestServer.StartAsync(WithoutArchive);
        MemoryCarrier romeo = CarrierOf(await server.LogInAsync("romeo", "home"));
        TestClient client = await server.LogInAsync("juliet", "home");
        CarrierOf(client).IsMuted = true;
        await server.IdleAsync();

        // As the loop does it: what one read brings leaves at its end.
        var flushes = new FlushList();
        FlushList.Current = flushes;
        long bytes = BytesPerRun(() =>
        {
            romeo.PeerFeed(s_message);
            flushes.FlushAll();
        });
        FlushList.Current = null;

        // The stanza (its fields) and its exact bytes; a look at the whole is allowed 1 KiB.
        TestContext.Current.TestOutputHelper?.WriteLine($"a routed message of {s_message.Length} bytes costs {bytes} bytes");
        Assert.InRange(bytes, s_message.Length, 1024);
        Assert.True(bytes <= s_message.Length + LargestStanzaObject, $"{bytes} bytes for a message of {s_message.Length}: more than its object and its array");
    }

    [Fact]
    public async Task An_idle_session_owns_at_most_5_KiB()
    {
        const int Sessions = 1_000;
        const int Limit = 5 * 1024;
        await using TestServer server = await TestServer.StartAsync(WithoutArchive with { Testing = new TestingOptions { NoRateLimits = true } });
        for (int i = 0; i < Sessions; i++)
        {
            await server.AddAccountAsync($"user{i}");
        }

        await LogInAndForgetAsync(server, 0, 10);
        await server.IdleAsync();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await LogInAndForgetAsync(server, 10, Sessions);
        await server.IdleAsync();
        long perSession = (GC.GetTotalMemory(forceFullCollection: true) - before) / (Sessions - 10);
        Assert.Equal(Sessions, server.Server.ConnectionCount);
        TestContext.Current.TestOutputHelper?.WriteLine($"an idle session owns {perSession} bytes");
        Assert.InRange(perSession, 0, Limit);
    }

    /// <summary>The fields of a message: addresses, type, id, language, offsets. An object more would show.</summary>
    private const int LargestStanzaObject = 224;

    private static NightjarOptions WithoutArchive => TestServer.DefaultOptions with
    {
        Domains = [TestServer.DefaultOptions.Domains[0] with { Archive = false }],
    };

    private static async Task LogInAndForgetAsync(TestServer server, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            server.Forget(await server.LogInAsync($"user{i}", "home"));
        }
    }

    private static MemoryCarrier CarrierOf(TestClient client) => ((MemoryTransport)client.Transport).Carrier;

    private static long BytesPerRun(Action run)
    {
        for (int i = 0; i < WarmUp; i++)
        {
            run();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Measured; i++)
        {
            run();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Measured;
    }
}
