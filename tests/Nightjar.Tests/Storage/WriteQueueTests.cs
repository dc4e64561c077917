using Nightjar.Server.Storage;
using Nightjar.Storage.Sqlite;

namespace Nightjar.Tests.Storage;

public sealed class WriteQueueTests
{
    static readonly TimeSpan s_now = TimeSpan.Zero;
    readonly WriteQueue _queue = new(maximumWrites: 4, maximumBytes: 1000, commitWrites: 3);

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Writes_that_come_together_share_a_batch_up_to_its_size()
    {
        for (var i = 0; i < 4; i++)
        {
            Assert.True(_queue.AddAsync(Command(), Cancel).AsTask().IsCompletedSuccessfully);
        }

        Assert.Equal(3, _queue.Take(s_now)!.Count);
        Assert.Equal(1, _queue.Take(s_now)!.Count);
        Assert.Null(_queue.Take(s_now));
    }

    [Fact]
    public async Task Who_finds_it_full_waits_in_line_until_a_batch_is_done()
    {
        await _queue.AddAsync(Command(bytes: 900), Cancel);
        var large = _queue.AddAsync(Command(bytes: 500), Cancel).AsTask();
        var small = _queue.AddAsync(Command(bytes: 1), Cancel).AsTask();
        Assert.False(large.IsCompleted);
        Assert.False(small.IsCompleted); // would fit, but does not overtake
        _queue.Release(_queue.Take(s_now)!);
        await Task.WhenAll(large, small);
        Assert.Equal(2, _queue.Count);
        Assert.Equal(501, _queue.Bytes);
    }

    [Fact]
    public void A_write_beyond_the_bound_is_let_in_alone()
    {
        Assert.True(_queue.AddAsync(Command(bytes: 5000), Cancel).AsTask().IsCompletedSuccessfully);
        Assert.False(_queue.AddAsync(Command(), Cancel).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Waiting_for_room_can_be_cancelled_and_leaves_no_trace()
    {
        using var source = new CancellationTokenSource();
        await _queue.AddAsync(Command(bytes: 1000), Cancel);
        var waiting = _queue.AddAsync(Command(bytes: 1), source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _queue.Release(_queue.Take(s_now)!);
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void An_exclusive_write_has_a_batch_of_its_own_and_keeps_its_place()
    {
        foreach (var exclusive in (bool[])[false, true, false])
        {
            Assert.True(_queue.AddAsync(Command(exclusive), Cancel).AsTask().IsCompletedSuccessfully);
        }

        Assert.Equal([false, true, false], Enumerable.Range(0, 3).Select(_ => _queue.Take(s_now)!.Exclusive));
    }

    [Fact]
    public async Task Closing_turns_away_those_who_wait_and_those_who_come()
    {
        await _queue.AddAsync(Command(bytes: 1000), Cancel);
        var waiting = _queue.AddAsync(Command(bytes: 1), Cancel).AsTask();
        _queue.Close();
        Assert.Equal(StorageErrorKind.Closed, (await Assert.ThrowsAsync<StorageException>(() => waiting)).Kind);
        await Assert.ThrowsAsync<StorageException>(async () => await _queue.AddAsync(Command(), Cancel));
        Assert.NotNull(_queue.Take(Timeout.InfiniteTimeSpan));
        Assert.Null(_queue.Take(Timeout.InfiniteTimeSpan));
    }

    static WriteCommand<bool> Command(bool exclusive = false, long bytes = 0) => new(_ => true, exclusive, bytes);
}
