using Nightjar.Server.Storage;
using Nightjar.Storage.Sqlite;

namespace Nightjar.Tests.Storage;

/// <summary>A folder whose store can be closed and opened again.</summary>
public abstract class SqliteFixture : IAsyncLifetime
{
    readonly TemporaryFolder _folder = new();
    readonly List<SqliteStore> _open = [];

    protected string Folder => _folder.Path;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected string PathOf(string name) => _folder.File(name);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var store in _open)
        {
            await store.DisposeAsync();
        }

        _folder.Dispose();
    }

    protected async Task<SqliteStore> OpenAsync(Func<SqliteStoreOptions, SqliteStoreOptions>? change = null)
    {
        var options = new SqliteStoreOptions { Folder = Folder };
        var store = await SqliteStore.OpenAsync(change?.Invoke(options) ?? options, Cancel);
        _open.Add(store);
        return store;
    }

    protected async Task<StorageException> OpenFailsAsync(Func<SqliteStoreOptions, SqliteStoreOptions>? change = null) =>
        await Assert.ThrowsAsync<StorageException>(() => OpenAsync(change));

    internal static Task<OwnerId> CreateAsync(IStore store, string name = "romeo@localhost") => StoreContract.CreateAsync(store, name);

    /// <summary>Waits until nothing is left to purge and the journal is empty; each round lets the writer do a step.</summary>
    internal static async Task PurgedAsync(SqliteStore store, string walPath)
    {
        while (await store.OnWriterAsync(db => (long)db.Scalar("SELECT count(*) FROM purge")!) > 0 || new FileInfo(walPath).Length > 0)
        {
            Cancel.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
