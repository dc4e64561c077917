using Nightjar.Server.Storage;
using Nightjar.Storage.Sqlite;

namespace Nightjar.Tests.Storage;

public sealed class SqliteStoreTests : ArchiveContract
{
    readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IStore> OpenAsync() =>
        await SqliteStore.OpenAsync(new SqliteStoreOptions { Folder = _folder.Path }, Cancel);
}
