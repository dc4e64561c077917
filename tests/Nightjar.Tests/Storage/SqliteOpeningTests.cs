using System.Runtime.Versioning;
using Nightjar.Server.Storage;
using Nightjar.Storage.Sqlite;

namespace Nightjar.Tests.Storage;

[UnsupportedOSPlatform("windows")] // file modes
public sealed class SqliteOpeningTests : SqliteFixture
{
    [Fact]
    public async Task Everything_is_there_after_reopening()
    {
        var store = await OpenAsync();
        var owner = await CreateAsync(store);
        await store.Rosters.PutAsync(owner, new RosterRow("juliet@localhost", StoreContract.Bytes("item")), Cancel);
        await store.Values.SetAsync(owner, "vcard", "", StoreContract.Bytes("card"), Cancel);
        var ids = await StoreContract.AppendAsync(
            store, StoreContract.Message(owner, "a"), StoreContract.Message(owner, "b"), StoreContract.Message(owner, "c"));
        await store.Archive.MarkDeliveredAsync(owner, [ids[1].Sequence], Cancel);
        var server = store.ServerOwner;
        await store.DisposeAsync();

        store = await OpenAsync();
        Assert.Equal(server, store.ServerOwner);
        Assert.Equal(owner, (await store.Accounts.FindAsync("romeo@localhost", Cancel))!.Owner);
        Assert.Equal("romeo@localhost", (await store.Accounts.GetAsync(owner, Cancel))!.BareJid);
        Assert.NotNull(await store.Accounts.GetCredentialsAsync(owner, Cancel));
        Assert.Equal("item", StoreContract.Text(Assert.Single((await store.Rosters.LoadAsync(owner, Cancel)).Rows).Value));
        Assert.Equal("card", StoreContract.Text(await store.Values.GetAsync(owner, "vcard", "", Cancel)));
        Assert.Equal(["a", "c"], await StoreContract.PendingAsync(store, owner));
        Assert.Equal(ids[2].Sequence, await store.Archive.SequenceOfAsync(owner, ids[2].StanzaId, Cancel));
        var next = await StoreContract.AppendAsync(store, StoreContract.Message(owner, "d"));
        Assert.True(next[0].Sequence > ids[2].Sequence);
    }

    [Fact]
    public async Task Commits_wait_for_the_disk_and_deleted_bytes_are_overwritten()
    {
        var store = await OpenAsync();
        Assert.Equal("wal", await store.OnWriterAsync(db => (string)db.Scalar("PRAGMA journal_mode")!));
        Assert.Equal(2L, await store.OnWriterAsync(db => (long)db.Scalar("PRAGMA synchronous")!)); // 2 is FULL
        Assert.Equal(1L, await store.OnWriterAsync(db => (long)db.Scalar("PRAGMA secure_delete")!));
    }

    [Fact]
    public async Task Only_the_owner_of_the_files_may_read_them()
    {
        var store = await OpenAsync(o => o with { Folder = PathOf("new") });
        await CreateAsync(store);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(PathOf("new")));
        foreach (var file in Directory.GetFiles(PathOf("new")))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task A_second_opening_of_the_same_data_is_refused()
    {
        await OpenAsync();
        var error = await OpenFailsAsync();
        Assert.Equal(StorageErrorKind.InUse, error.Kind);
        Assert.Contains("Another Nightjar process", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_master_key_beside_data_is_not_a_first_start()
    {
        await (await OpenAsync()).DisposeAsync();
        File.Delete(PathOf("master.key"));
        var error = await OpenFailsAsync();
        Assert.Equal(StorageErrorKind.WrongKey, error.Kind);
        Assert.Contains("missing", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(PathOf("master.key")));
    }

    [Fact]
    public async Task A_wrong_or_malformed_or_readable_master_key_is_refused()
    {
        await (await OpenAsync()).DisposeAsync();
        var right = await File.ReadAllTextAsync(PathOf("master.key"), Cancel);
        await File.WriteAllTextAsync(PathOf("master.key"), Convert.ToBase64String(new byte[32]), Cancel);
        Assert.Contains("not the one", (await OpenFailsAsync()).Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(PathOf("master.key"), "rubbish", Cancel);
        Assert.Contains("44 characters", (await OpenFailsAsync()).Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(PathOf("master.key"), right, Cancel);
        File.SetUnixFileMode(PathOf("master.key"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Contains("chmod 600", (await OpenFailsAsync()).Message, StringComparison.Ordinal);
        File.SetUnixFileMode(PathOf("master.key"), UnixFileMode.UserRead);
        await OpenAsync();
    }

    [Theory]
    [InlineData("keys.db")]
    [InlineData("epoch.key")]
    [InlineData("data.db")]
    public async Task A_missing_file_beside_the_others_is_refused(string name)
    {
        await (await OpenAsync()).DisposeAsync();
        File.Delete(PathOf(name));
        var error = await OpenFailsAsync();
        Assert.Equal(StorageErrorKind.WrongKey, error.Kind);
        Assert.Contains("estore", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_start_that_was_cut_short_is_taken_up_again()
    {
        await (await OpenAsync()).DisposeAsync();
        // As far as a crash could have come: keys made, nothing in the database yet.
        File.Delete(PathOf("data.db"));
        File.Delete(PathOf("keys.db"));
        await CreateAsync(await OpenAsync());
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused_and_left_alone()
    {
        var store = await OpenAsync();
        await store.OnWriterAsync(db => db.Run("PRAGMA user_version = 99"));
        await store.DisposeAsync();
        var error = await OpenFailsAsync();
        Assert.Equal(StorageErrorKind.TooNew, error.Kind);
        Assert.Contains("format 99", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Migrations_go_on_from_where_a_file_stands_and_a_failing_one_changes_nothing()
    {
        using var database = Database.Open(PathOf("migrated.db"));
        Migrations.Apply(database, ["CREATE TABLE a (x);"]);
        Migrations.Apply(database, ["this step is not run again", "CREATE TABLE b (x);"]);
        Assert.Throws<StorageException>(() => Migrations.Apply(database, ["", "", "CREATE TABLE c (x); CREATE TABLE a (x);"]));
        Assert.Equal(2L, database.Scalar("PRAGMA user_version"));
        Assert.Equal("a b", database.Scalar("SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_schema ORDER BY name)"));
    }

    [Fact]
    public async Task After_closing_operations_say_so()
    {
        var store = await OpenAsync();
        var owner = await CreateAsync(store);
        await store.DisposeAsync();
        await store.DisposeAsync();
        var write = await Assert.ThrowsAsync<StorageException>(() => store.Accounts.SetStateAsync(owner, AccountState.Active, Cancel));
        var read = await Assert.ThrowsAsync<StorageException>(async () => await store.Accounts.GetAsync(owner, Cancel));
        Assert.Equal(StorageErrorKind.Closed, write.Kind);
        Assert.Equal(StorageErrorKind.Closed, read.Kind);
    }

    [Fact]
    public async Task What_was_queued_before_closing_is_committed()
    {
        var store = await OpenAsync();
        var owner = await CreateAsync(store);
        var tickets = new List<ArchiveTicket>();
        for (var i = 0; i < 200; i++)
        {
            tickets.Add(await store.Archive.AppendAsync([StoreContract.Message(owner, "x")], Cancel));
        }

        await store.DisposeAsync();
        Assert.All(tickets, t => Assert.True(t.Committed.IsCompletedSuccessfully));
        Assert.Equal(200, await (await OpenAsync()).Archive.PendingCountAsync(owner, Cancel));
    }
}
