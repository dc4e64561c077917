using System.Net;
using Nightjar.Hosting;
using Nightjar.Server.Configuration;
using Nightjar.Testing;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Server.Hostile;

/// <summary>
/// Whatever a connection sends, at whatever stage: the server neither faults nor hangs, answers with well-formed XML, ends at most that
/// one connection, and everybody else notices nothing (P28). A failure names the seed; <c>NIGHTJAR_SEED</c> repeats it alone.
/// </summary>
public sealed class HostileInputTests
{
    /// <summary>Connections of one test: a few seconds.</summary>
    private const int Runs = 300;

    /// <summary>How far the stream has come when the nonsense begins.</summary>
    private enum Stage
    {
        Connected,
        Opened,
        Secured,
        Authenticated,
        Bound,
    }

    private static NightjarOptions Options => TestServer.DefaultOptions with { Testing = new TestingOptions { NoRateLimits = true } };

    [Fact]
    public Task Any_damage_to_a_session_ends_at_most_that_session() => RepeatAsync(static speech => speech.Speak());

    [Fact]
    public Task Any_bytes_at_any_stage_end_at_most_that_session() => RepeatAsync(static speech => speech.Babble());

    private static async Task RepeatAsync(Func<HostileSpeech, byte[]> say)
    {
        string? again = Environment.GetEnvironmentVariable("NIGHTJAR_SEED");
        int first = again is null ? Random.Shared.Next(int.MaxValue - Runs) : int.Parse(again);
        await using TestServer server = await TestServer.StartAsync(Options, Composition.Extensions());
        TestClient witness = await server.LogInAsync("witness", "here");
        for (int seed = first; seed < first + (again is null ? Runs : 1); seed++)
        {
            try
            {
                await PlayAsync(server, seed, say);
                await witness.ExpectNothingAsync();
                server.ThrowOnFaults();
            }
            catch (Exception e)
            {
                // The fault is told with its seed; telling it again while disposing would hide that.
                server.FaultsAreExpected = true;
                throw new ExpectationException($"NIGHTJAR_SEED={seed}: {e}");
            }
        }
    }

    private static async Task PlayAsync(TestServer server, int seed, Func<HostileSpeech, byte[]> say)
    {
        // Everybody has an account and an address of their own, so that no run depends on those before it.
        string name = $"mallory{seed}";
        await server.AddAccountAsync(name);
        TestClient mallory = server.Connect(address: new IPAddress(0x0A000000L + (seed % 0x100)));
        await AdvanceAsync(mallory, (Stage)(seed % 5), name);
        var speech = new HostileSpeech(seed);
        foreach (ReadOnlyMemory<byte> part in speech.Split(say(speech)))
        {
            await mallory.SendAsync(part);
        }

        await server.IdleAsync();
        mallory.Break();
        await server.IdleAsync();

        // Reading to the end throws where the server's XML is broken.
        while ((await mallory.NextAsync()).Kind != StreamItemKind.Ended)
        {
        }

        server.Forget(mallory);
        await mallory.DisposeAsync();
    }

    private static async Task AdvanceAsync(TestClient client, Stage stage, string name)
    {
        if (stage >= Stage.Opened)
        {
            await client.OpenStreamAsync();
        }

        if (stage >= Stage.Secured)
        {
            await client.StartTlsAsync();
        }

        if (stage >= Stage.Authenticated)
        {
            Element features = await client.AuthenticateAsync(name, TestServer.Password);
            Assert.NotNull(features.Child(Namespaces.Bind, "bind"));
        }

        if (stage >= Stage.Bound)
        {
            await client.BindAsync("here");
        }
    }
}
