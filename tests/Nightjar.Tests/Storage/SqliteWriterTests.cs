using System.Diagnostics.Metrics;
using Nightjar.Server.Storage;
using Nightjar.Storage.Sqlite;

namespace Nightjar.Tests.Storage;

public sealed class SqliteWriterTests : SqliteFixture
{
    [Fact]
    public async Task Appends_of_one_commit_share_one_completion_that_comes_after_it()
    {
        var store = await OpenAsync();
        var owner = await CreateAsync(store);
        await StoreContract.AppendAsync(store, StoreContract.Message(owner, "first"));
        using var held = new ManualResetEventSlim();
        var blocker = store.OnWriterAsync(_ => held.Wait(TimeSpan.FromSeconds(30), Cancel));
        var one = await store.Archive.AppendAsync([StoreContract.Message(owner, "a")], Cancel);
        var two = await store.Archive.AppendAsync([StoreContract.Message(owner, "b")], Cancel);
        Assert.Same(one.Committed, two.Committed);
        Assert.False(one.Committed.IsCompleted);
        Assert.Equal(one.Ids[0].Sequence + 1, two.Ids[0].Sequence);
        held.Set();
        await blocker;
        await one.Committed;
        Assert.Equal(["first", "a", "b"], await StoreContract.PendingAsync(store, owner));
    }

    [Fact]
    public async Task Rows_of_one_commit_are_not_in_the_order_of_their_arrival()
    {
        var store = await OpenAsync();
        var owner = await CreateAsync(store);
        await StoreContract.AppendAsync(store, [.. Enumerable.Range(0, 200).Select(i => StoreContract.Message(owner, $"{i}"))]);
        var inOrder = await store.OnWriterAsync(db => (long)db.Scalar(
            "SELECT count(*) FROM archive a JOIN archive b ON b.id = a.id + 1 WHERE b.seq = a.seq + 1")!);
        Assert.InRange(inOrder, 0, 20); // one is expected; in order it would be 199
    }

    [Fact]
    public async Task Counters_that_fall_out_of_memory_go_on_where_they_were()
    {
        var store = await OpenAsync(o => o with { CachedCounters = 2, CachedOwners = 2 });
        var owners = new List<OwnerId>();
        for (var i = 0; i < 8; i++)
        {
            owners.Add(await CreateAsync(store, $"user{i}@localhost"));
        }

        var last = new Dictionary<OwnerId, long>();
        for (var round = 0; round < 3; round++)
        {
            foreach (var owner in owners)
            {
                var id = await StoreContract.AppendAsync(store, StoreContract.Message(owner, $"{round}"));
                Assert.True(id[0].Sequence > last.GetValueOrDefault(owner));
                last[owner] = id[0].Sequence;
            }
        }

        foreach (var owner in owners)
        {
            Assert.Equal(["0", "1", "2"], await StoreContract.PendingAsync(store, owner));
        }
    }

    [Fact]
    public async Task Sequences_after_an_expired_archive_do_not_repeat()
    {
        var clock = new HourClock();
        var store = await OpenAsync(o => o with { Time = clock });
        var owner = await CreateAsync(store);
        var before = await StoreContract.AppendAsync(store, StoreContract.Message(owner, "x", deliver: false));
        await store.Archive.ExpireAsync(DateTimeOffset.MaxValue, 100, Cancel);
        await store.DisposeAsync();
        clock.Now += TimeSpan.FromDays(7);
        store = await OpenAsync(o => o with { Time = clock });
        var after = await StoreContract.AppendAsync(store, StoreContract.Message(owner, "y"));
        Assert.True(after[0].Sequence > before[0].Sequence);
    }

    [Fact]
    public async Task Commits_are_counted()
    {
        using var factory = new Meters();
        var writes = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Scope == factory && instrument.Name == "nightjar.storage.commit.writes")
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => Interlocked.Add(ref writes, value));
        listener.Start();
        var store = await OpenAsync(o => o with { Meters = factory });
        var owner = await CreateAsync(store);
        await StoreContract.AppendAsync(store, StoreContract.Message(owner, "a"), StoreContract.Message(owner, "b"));
        Assert.Equal(3, Volatile.Read(ref writes));
    }

    sealed class HourClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    sealed class Meters : IMeterFactory
    {
        readonly List<Meter> _meters = [];

        public Meter Create(MeterOptions options)
        {
            options.Scope = this;
            _meters.Add(new Meter(options));
            return _meters[^1];
        }

        public void Dispose() => _meters.ForEach(m => m.Dispose());
    }
}
