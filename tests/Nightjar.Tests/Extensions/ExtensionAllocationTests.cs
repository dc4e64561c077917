using System.Diagnostics;
using System.Text;

using Nightjar.Server.Sessions;
using Nightjar.Testing;
using Nightjar.Testing.Clients;
using Nightjar.Testing.Memory;
using Nightjar.Tests.Architecture;

namespace Nightjar.Tests.Extensions;

/// <summary>What a message costs with every extension in place.</summary>
[Collection(nameof(AllocationTests))]
public sealed class ExtensionAllocationTests
{
    /// <summary>The fields of a message object, with room for none more.</summary>
    private const int StanzaObject = 224;

    private static readonly byte[] s_message = Encoding.UTF8.GetBytes(
        "<message to='juliet@localhost/home' type='chat' id='5c3d1f0e-8a5b-4f6e-9b1d-2f6f3f0a7c11'><body>" + new string('x', 120)
        + "</body><origin-id xmlns='urn:xmpp:sid:0' id='5c3d1f0e-8a5b-4f6e-9b1d-2f6f3f0a7c11'/><active xmlns='http://jabber.org/protocol/chatstates'/></message>");

    [Fact]
    public async Task A_message_that_nothing_applies_to_costs_no_more_than_without_extensions()
    {
        await using TestServer server = await Stage.StartAsync(d => d with { Archive = false });
        MemoryCarrier romeo = await EnterAsync(server, "romeo", "home", carbons: false);
        await EnterAsync(server, "juliet", "home", carbons: false);
        long bytes = BytesPerMessage(romeo);
        Assert.InRange(bytes, s_message.Length, s_message.Length + StanzaObject);
    }

    [Fact]
    public async Task Two_copies_cost_one_array_and_an_object_each()
    {
        await using TestServer server = await Stage.StartAsync(d => d with { Archive = false });
        MemoryCarrier romeo = await EnterAsync(server, "romeo", "home", carbons: true);
        await EnterAsync(server, "juliet", "home", carbons: true);
        await EnterAsync(server, "juliet", "phone", carbons: true);
        await EnterAsync(server, "juliet", "desk", carbons: true);

        // The message, its object, the wrapper around it with both start tags, and an object for each of the two copies.
        long bytes = BytesPerMessage(romeo);
        Assert.InRange(bytes, 2 * s_message.Length, (2 * s_message.Length) + 320 + (3 * StanzaObject));
    }

    private static async Task<MemoryCarrier> EnterAsync(TestServer server, string account, string resource, bool carbons)
    {
        TestClient client = await server.LogInAsync(account, resource);
        client.Skips = item => item.Element is { Name: "presence" };
        await client.BecomeAvailableAsync();
        if (carbons)
        {
            await client.AskAsync("set", "<enable xmlns='urn:xmpp:carbons:2'/>", "", null);
        }

        MemoryCarrier carrier = ((MemoryTransport)client.Transport).Carrier;
        await server.IdleAsync();
        carrier.IsMuted = true;
        return carrier;
    }

    private static long BytesPerMessage(MemoryCarrier sender)
    {
        const int Rounds = 2_000;
        var flushes = new FlushList();
        FlushList.Current = flushes;
        void Run()
        {
            for (int i = 0; i < Rounds; i++)
            {
                sender.PeerFeed(s_message);
                flushes.FlushAll();
            }
        }

        Run();
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        Run();
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        long bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
        FlushList.Current = null;
        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes} bytes and {time.TotalMicroseconds / Rounds:F2} µs for a message of {s_message.Length} bytes");
        return bytes;
    }
}
