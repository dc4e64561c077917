using System.Diagnostics;
using Nightjar.Server.Storage;
using Nightjar.Storage.Sqlite;

namespace Nightjar.Benchmarks.Storage;

/// <summary>
/// What one archived message of 350 bytes costs in CPU time, fsync and all, at a given number of rows in a commit. Not a BenchmarkDotNet class,
/// because the work is spread over the caller and the writer thread: the whole process's CPU time is divided by the rows.
/// </summary>
static class ArchiveHarness
{
    const int Owners = 1000;
    const int Rows = 40_000;

    public static async Task RunAsync()
    {
        Console.WriteLine("| sealed | rows a commit | µs of CPU a row | µs of time a row |");
        Console.WriteLine("| --- | --- | --- | --- |");
        for (var round = 0; round < 3; round++)
        {
            foreach (var seal in (bool[])[false, true])
            {
                foreach (var perCommit in (int[])[50, 500])
                {
                    await MeasureAsync(seal, perCommit).ConfigureAwait(false);
                }
            }
        }
    }

    static async Task MeasureAsync(bool seal, int perCommit)
    {
        var folder = Directory.CreateTempSubdirectory("nightjar-bench-").FullName;
        var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { Folder = folder, SealValues = seal }).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            var account = new NewAccount { Credentials = new AccountCredentials(), Origin = AccountOrigin.Operator, Created = new DateOnly(2026, 11, 24) };
            var created = await store.Accounts.CreateManyAsync([.. Enumerable.Range(0, Owners).Select(i => ($"user{i}@localhost", account))]).ConfigureAwait(false);
            var owners = created.Select(c => c.Record!.Owner).ToArray();
            await AppendAsync(store, owners, Owners, perCommit).ConfigureAwait(false); // keys and counters into memory
            var (started, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await AppendAsync(store, owners, Rows, perCommit).ConfigureAwait(false);
            var (time, used) = (Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu);
            Console.WriteLine($"| {seal} | {perCommit} | {used.TotalMicroseconds / Rows:0.0} | {time.TotalMicroseconds / Rows:0.0} |");
        }

        Directory.Delete(folder, recursive: true);
    }

    static async Task AppendAsync(SqliteStore store, OwnerId[] owners, int rows, int perCommit)
    {
        var stanza = new byte[350];
        for (var row = 0; row < rows; row += perCommit)
        {
            var entries = new ArchiveEntry[perCommit];
            for (var i = 0; i < perCommit; i++)
            {
                entries[i] = new ArchiveEntry
                {
                    Owner = owners[(row + i) * 7 % owners.Length],
                    Peer = $"user{(row + i) % 20}@localhost",
                    Time = DateTimeOffset.UtcNow,
                    Kind = ArchiveKind.Chat,
                    Direction = ArchiveDirection.Incoming,
                    Deliver = true,
                    Stanza = stanza,
                };
            }

            var ticket = await store.Archive.AppendAsync(entries).ConfigureAwait(false);
            await ticket.Committed.ConfigureAwait(false);
        }
    }
}
