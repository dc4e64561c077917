using System.Globalization;
using Nightjar.Interop.Servers;

namespace Nightjar.Interop.Faults;

/// <summary>What "acknowledged" is worth when the program is killed in the middle of a conversation, archive on.</summary>
public sealed class CrashTests
{
    /// <summary>Kills: each falls on another moment; few, because every one costs a start.</summary>
    private const int Rounds = 6;

    /// <summary>The seed of the run: a new one each time unless <c>NIGHTJAR_CRASH_SEED</c> repeats an older one.</summary>
    private static readonly int Seed =
        int.TryParse(Environment.GetEnvironmentVariable("NIGHTJAR_CRASH_SEED"), CultureInfo.InvariantCulture, out var seed)
            ? seed
            : Environment.TickCount;

    [Fact]
    public async Task No_acknowledged_message_is_lost_and_none_comes_twice_to_whom_acknowledged_it_when_the_program_is_killed()
    {
        TestContext.Current.SendDiagnosticMessage($"NIGHTJAR_CRASH_SEED={Seed}");
        var random = new Random(Seed);
        await using var server = await NightjarServerProcess.StartNightjarAsync();
        await server.AddAccountAsync("writes", Account.Password);
        await server.AddAccountAsync("reads", Account.Password);
        var (promised, received, settled) = (new HashSet<string>(), new HashSet<string>(), new HashSet<string>());

        for (var round = 0; round <= Rounds; round++)
        {
            // The writer is not available, so that nothing but acknowledgements comes back to it.
            await using var writer = await Writer.LogInAsync(server, $"{round}");
            await using var reader = await Reader.LogInAsync(server);
            var late = await reader.ReadUntilAsync(await writer.SendMarkerAsync());
            received.UnionWith(late);

            string Where(string what) => $"{what}, round {round} of NIGHTJAR_CRASH_SEED={Seed}";
            Assert.True(promised.IsSubsetOf(received), Where($"lost: {string.Join(' ', promised.Except(received))}"));
            Assert.True(late.Distinct().Count() == late.Count, Where("one message came twice in one session"));
            Assert.False(settled.Overlaps(late), Where($"came again after it was acknowledged: {string.Join(' ', settled.Intersect(late))}"));
            if (round == Rounds)
            {
                break;
            }

            // An event is a message acknowledged by the server or one received: the kill falls between any two of them.
            var left = random.Next(1, 400);
            void Count()
            {
                if (Interlocked.Decrement(ref left) == 0)
                {
                    server.Kill();
                }
            }

            await Task.WhenAll(writer.WriteAsync(random.Next(1, 20), Count), reader.ReadAsync(random.Next(1, 20), Count));
            promised.UnionWith(writer.Acknowledged);
            received.UnionWith(reader.Received);
            settled.UnionWith(reader.Settled);
            await server.StartAgainAsync();
        }

        Assert.True(promised.Count > 0 && settled.Count > 0, $"nothing was acknowledged before any kill: NIGHTJAR_CRASH_SEED={Seed}");
        TestContext.Current.SendDiagnosticMessage($"{Rounds} kills: {promised.Count} acknowledged to the writer, {settled.Count} by the reader.");
    }
}
