using System.Diagnostics;
using System.Globalization;
using Nightjar.Server.Storage;
using Nightjar.Storage.Sqlite;

namespace Nightjar.Tests.Storage;

public sealed class SqliteFaultTests : SqliteFixture
{
    [Fact]
    public async Task A_full_disk_fails_the_write_clearly_and_harms_nothing()
    {
        var store = await OpenAsync();
        var owner = await CreateAsync(store);
        await StoreContract.AppendAsync(store, StoreContract.Message(owner, "before"));
        await store.OnWriterAsync(db => db.Scalar($"PRAGMA max_page_count = {db.Scalar("PRAGMA page_count")}"));

        var large = StoreContract.Message(owner, new string('x', 100_000));
        var append = await Assert.ThrowsAsync<StorageException>(() => StoreContract.AppendAsync(store, large));
        var value = await Assert.ThrowsAsync<StorageException>(() => store.Values.SetAsync(owner, "a", "b", new byte[100_000], Cancel));
        Assert.All([append, value], e => Assert.Equal(StorageErrorKind.Full, e.Kind));
        Assert.Contains("no room", append.Message, StringComparison.Ordinal);
        Assert.Equal(["before"], await StoreContract.PendingAsync(store, owner));

        await store.OnWriterAsync(db => db.Scalar("PRAGMA max_page_count = 1000000"));
        await StoreContract.AppendAsync(store, StoreContract.Message(owner, "after"));
        Assert.Equal(["before", "after"], await StoreContract.PendingAsync(store, owner));
        Assert.Equal("ok", await store.OnWriterAsync(db => (string)db.Scalar("PRAGMA integrity_check")!));
    }

    [Fact]
    public async Task An_error_inside_a_commit_fails_its_own_operation_only()
    {
        var store = await OpenAsync();
        var owner = await CreateAsync(store);
        var held = new ManualResetEventSlim();
        var blocker = store.OnWriterAsync(_ => held.Wait(TimeSpan.FromSeconds(30), Cancel)); // so that the next three share a commit
        var good = store.Rosters.PutAsync(owner, new RosterRow("a@b", default), Cancel);
        var bad = store.Values.SetAsync(OwnerId.New(), "a", "b", default, Cancel);
        var alsoGood = store.Values.SetAsync(owner, "a", "b", StoreContract.Bytes("x"), Cancel);
        held.Set();
        await blocker;
        await Assert.ThrowsAsync<StorageException>(() => bad);
        Assert.Equal(1, await good);
        await alsoGood;
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(4096, int.MaxValue)]
    [InlineData(30_000, 40_000)]
    public async Task A_damaged_database_is_reported_and_not_a_crash(int from, int length)
    {
        var owner = await FillAsync();
        var bytes = await File.ReadAllBytesAsync(PathOf("data.db"), Cancel);
        bytes.AsSpan(from, Math.Min(length, bytes.Length - from)).Fill(0xA5);
        await File.WriteAllBytesAsync(PathOf("data.db"), bytes, Cancel);
        await AssertReportsDamageAsync(owner);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public async Task A_cut_off_database_is_reported_and_not_a_crash(int part)
    {
        var owner = await FillAsync();
        await using (var file = File.OpenWrite(PathOf("data.db")))
        {
            file.SetLength(file.Length / part);
        }

        await AssertReportsDamageAsync(owner);
    }

    [Fact]
    public async Task A_damaged_key_store_is_reported()
    {
        await FillAsync();
        await File.WriteAllBytesAsync(PathOf("keys.db"), new byte[8192], Cancel);
        Assert.Equal(StorageErrorKind.Corrupt, (await OpenFailsAsync()).Kind);
    }

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_process_is_killed()
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Nightjar.CrashChild"), [Folder]) { RedirectStandardOutput = true };
        using var child = Process.Start(start)!;
        var said = new List<string>();
        while (said.Count < 400 && await child.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            said.Add(line);
        }

        child.Kill(); // SIGKILL: no chance to tidy up
        while (await child.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            said.Add(line);
        }

        await child.WaitForExitAsync(Cancel);
        if (!said[^1].StartsWith("marking ", StringComparison.Ordinal))
        {
            said.RemoveAt(said.Count - 1); // may be half a line
        }

        Assert.True(said.Count >= 399, "The child ended early: " + string.Join('\n', said));

        var store = await OpenAsync();
        var owner = OwnerId.FromBytes(Convert.FromHexString(said[0].Split(' ')[1]));
        var waiting = new HashSet<long>();
        for (long after = 0; await store.Archive.PendingAsync(owner, after, 1000, Cancel) is { Count: > 0 } page; after = page[^1].Id.Sequence)
        {
            waiting.UnionWith(page.Select(p => p.Id.Sequence));
        }

        var delivered = Values(said, "delivered").ToHashSet();

        // A note may have reached the disk before the child could say so.
        var marking = Values(said, "marking").ToHashSet();
        Assert.DoesNotContain(Values(said, "archive"), s => !marking.Contains(s) && !waiting.Contains(s));
        Assert.Empty(delivered.Intersect(waiting));
        Assert.True((await store.Rosters.LoadAsync(owner, Cancel)).Version >= Values(said, "roster").Max());
        Assert.Equal("ok", await store.OnWriterAsync(db => (string)db.Scalar("PRAGMA integrity_check")!));
    }

    static IEnumerable<long> Values(List<string> said, string what) => said
        .Where(s => s.StartsWith(what + " ", StringComparison.Ordinal))
        .Select(s => long.Parse(s.AsSpan(what.Length + 1), CultureInfo.InvariantCulture));

    async Task<OwnerId> FillAsync()
    {
        var store = await OpenAsync();
        var owner = await CreateAsync(store);
        await store.Accounts.CreateManyAsync([.. Enumerable.Range(0, 200).Select(i => ($"user{i}@localhost", StoreContract.Registered()))], Cancel);
        await StoreContract.AppendAsync(store, [.. Enumerable.Range(0, 500).Select(i => StoreContract.Message(owner, $"{i}"))]);
        await store.DisposeAsync();
        return owner;
    }

    async Task AssertReportsDamageAsync(OwnerId owner)
    {
        var error = await Assert.ThrowsAsync<StorageException>(async () =>
        {
            var store = await OpenAsync();
            await StoreContract.PendingAsync(store, owner, 0, 1000);
            await store.Accounts.FindAsync("romeo@localhost", Cancel);
            await store.Archive.ExpireAsync(DateTimeOffset.MaxValue, 10_000, Cancel);
        });
        Assert.Equal(StorageErrorKind.Corrupt, error.Kind);
    }
}
