using Nightjar.Server.Storage;
using Nightjar.Testing.Storage;

namespace Nightjar.Tests.Storage;

public sealed class InMemoryStoreTests : ArchiveContract
{
    protected override Task<IStore> OpenAsync() => Task.FromResult<IStore>(new InMemoryStore());

    [Fact]
    public async Task Held_commits_complete_when_they_are_released()
    {
        var store = (InMemoryStore)Store;
        var owner = await CreateAsync();
        store.HoldCommits();
        var ticket = await store.Archive.AppendAsync([Message(owner, "a")], Cancel);
        Assert.False(ticket.Committed.IsCompleted);
        store.ReleaseCommits();
        await ticket.Committed;
    }

    [Fact]
    public async Task A_requested_failure_reaches_the_writer()
    {
        var store = (InMemoryStore)Store;
        var owner = await CreateAsync();
        store.FailWritesWith = StorageErrorKind.Full;
        var error = await Assert.ThrowsAsync<StorageException>(() => AppendAsync(store, Message(owner, "a")));
        Assert.Equal(StorageErrorKind.Full, error.Kind);
    }
}
