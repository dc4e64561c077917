using System.Text;
using Nightjar.Server.Storage;
using Nightjar.Storage.Sqlite;

namespace Nightjar.Tests.Storage;

public sealed class SqlitePrivacyTests : SqliteFixture
{
    static readonly string[] s_markers =
        ["hamletmarker", "elsinoremarker", "opheliamarker", "itemmarker", "categorymarker", "keymarker", "valuemarker", "bodymarker", "saltmarker"];

    [Fact]
    public async Task No_name_contact_key_or_content_stands_in_the_files()
    {
        var store = await OpenAsync();
        await WriteMarkersAsync(store);
        Assert.Empty(FindMarkers()); // with the journal full
        await store.DisposeAsync();
        Assert.Empty(FindMarkers());
    }

    [Fact]
    public async Task Without_sealing_the_same_search_finds_the_contents()
    {
        var store = await OpenAsync(o => o with { SealValues = false });
        await WriteMarkersAsync(store);
        Assert.Superset(new HashSet<string> { "hamletmarker", "opheliamarker", "valuemarker", "bodymarker" }, FindMarkers());
    }

    [Fact]
    public async Task A_deleted_account_leaves_neither_rows_nor_keys_nor_bytes()
    {
        var store = await OpenAsync();
        var owner = await WriteMarkersAsync(store, entries: 1200);
        var box = await store.OnWriterAsync(db => (byte[])db.Scalar("SELECT message FROM archive LIMIT 1")!);
        var wrapped = await store.OnWriterAsync(db => (byte[])db.Scalar("SELECT name FROM accounts")!);
        await store.Accounts.DeleteAsync(owner, reserveName: true, Cancel);
        await PurgedAsync(store, PathOf("data.db-wal"));
        foreach (var table in (string[])["accounts", "roster", "roster_versions", "keyvalue", "archive", "delivery"])
        {
            Assert.Equal(0L, await store.OnWriterAsync(db => (long)db.Scalar($"SELECT count(*) FROM {table}")!));
        }

        Assert.False(FilesContain(box.AsSpan(1, 60)));
        Assert.False(FilesContain(wrapped.AsSpan(1, 60)));
    }

    [Fact]
    public async Task A_deletion_that_was_cut_short_is_completed_at_the_next_start()
    {
        var store = await OpenAsync();
        var owner = await WriteMarkersAsync(store, entries: 20);
        // What the first of its commits leaves behind.
        await store.OnWriterAsync(db => db.Run("DELETE FROM accounts") + db.Run("INSERT INTO purge VALUES ($1, 0, 0, 0)", owner.ToByteArray()));
        await store.DisposeAsync();
        store = await OpenAsync();
        await PurgedAsync(store, PathOf("data.db-wal"));
        Assert.Equal(0L, await store.OnWriterAsync(db => (long)db.Scalar("SELECT count(*) FROM archive")!));
        var error = await Assert.ThrowsAsync<StorageException>(() => store.Rosters.PutAsync(owner, new RosterRow("a@b", default), Cancel));
        Assert.Equal(StorageErrorKind.NoSuchOwner, error.Kind);
    }

    [Fact]
    public async Task A_cleared_history_leaves_neither_rows_nor_bytes_and_sequences_go_on_after_reopening()
    {
        var store = await OpenAsync();
        var owner = await WriteMarkersAsync(store, entries: 600);
        var box = await store.OnWriterAsync(db => (byte[])db.Scalar("SELECT message FROM archive LIMIT 1")!);
        var last = await store.OnWriterAsync(db => (long)db.Scalar("SELECT max(seq) FROM archive")!);
        await store.Archive.ClearAsync(owner, Cancel);
        await PurgedAsync(store, PathOf("data.db-wal"));
        Assert.Equal(0L, await store.OnWriterAsync(db => (long)db.Scalar("SELECT count(*) FROM archive")!));
        Assert.False(FilesContain(box.AsSpan(1, 60)));
        await store.DisposeAsync();
        store = await OpenAsync();
        var id = await StoreContract.AppendAsync(store, StoreContract.Message(owner, "x"));
        Assert.True(id[0].Sequence > last);
    }

    [Fact]
    public async Task After_renewal_of_the_epoch_an_older_key_store_opens_nothing()
    {
        var store = await OpenAsync();
        await CreateAsync(store);
        await store.DisposeAsync();
        File.Copy(PathOf("keys.db"), PathOf("stolen.db"));
        store = await OpenAsync();
        await store.RenewEpochAsync(Cancel);
        Assert.NotNull(await store.Accounts.FindAsync("romeo@localhost", Cancel));
        await store.DisposeAsync();
        Assert.Equal(StorageErrorKind.WrongKey, (await OpenFailsAsync(o => o with { KeysPath = PathOf("stolen.db") })).Kind);
        store = await OpenAsync();
        var account = await store.Accounts.FindAsync("romeo@localhost", Cancel);
        Assert.NotNull(await store.Accounts.GetCredentialsAsync(account!.Owner, Cancel));
    }

    [Fact]
    public async Task Messages_of_a_destroyed_day_are_left_out()
    {
        var store = await OpenAsync();
        var owner = await CreateAsync(store);
        var now = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        await StoreContract.AppendAsync(
            store, StoreContract.Message(owner, "old", time: now.AddDays(-8)), StoreContract.Message(owner, "young", time: now));
        Assert.Equal(1, await store.DestroyDayKeysAsync(DateOnly.FromDateTime(now.UtcDateTime).AddDays(-7), Cancel));
        Assert.Equal(["young"], await StoreContract.PendingAsync(store, owner));
    }

    [Fact]
    public async Task A_rotated_name_key_finds_accounts_and_keeps_reserved_names_reserved()
    {
        var store = await OpenAsync();
        await store.Accounts.CreateManyAsync([.. Enumerable.Range(0, 1100).Select(i => ($"user{i}@localhost", StoreContract.Registered()))], Cancel);
        var gone = await store.Accounts.FindAsync("user7@localhost", Cancel);
        await store.Accounts.DeleteAsync(gone!.Owner, reserveName: true, Cancel);
        var before = await store.OnWriterAsync(db => (byte[])db.Scalar("SELECT name_hash FROM accounts LIMIT 1")!);
        await store.RotateNameKeyAsync(Cancel);
        Assert.Null(await store.OnWriterAsync(db => db.Scalar("SELECT 1 FROM accounts WHERE name_hash = $1", before)));
        await store.DisposeAsync();
        store = await OpenAsync();
        Assert.NotNull(await store.Accounts.FindAsync("user1099@localhost", Cancel));
        Assert.Equal(1099, await store.Accounts.CountAsync("localhost", Cancel));
        var again = await store.Accounts.CreateAsync("user7@localhost", StoreContract.Registered(), Cancel);
        Assert.Equal(AccountCreationOutcome.NameReserved, again.Outcome);
    }

    static async Task<OwnerId> WriteMarkersAsync(SqliteStore store, int entries = 3)
    {
        var credentials = new AccountCredentials(new ScramKeys
        {
            Mechanism = "SCRAM-SHA-1",
            Iterations = 10_000,
            Salt = Encoding.UTF8.GetBytes("saltmarker"),
            StoredKey = new byte[20],
            ServerKey = new byte[20],
        });
        var created = await store.Accounts.CreateAsync(
            "hamletmarker@elsinoremarker.example",
            new NewAccount { Credentials = credentials, Origin = AccountOrigin.Registered, Created = new DateOnly(2026, 11, 24) },
            Cancel);
        var owner = created.Record!.Owner;
        await store.Rosters.PutAsync(owner, new RosterRow("opheliamarker@localhost", StoreContract.Bytes("itemmarker")), Cancel);
        await store.Values.SetAsync(owner, "categorymarker", "keymarker", StoreContract.Bytes("valuemarker"), Cancel);
        var message = StoreContract.Message(owner, "<body>bodymarker</body>") with { Peer = "opheliamarker@localhost" };
        for (var i = 0; i < entries; i += 500)
        {
            await StoreContract.AppendAsync(store, [.. Enumerable.Repeat(message, Math.Min(500, entries - i))]);
        }

        var first = await store.Archive.PendingAsync(owner, 0, 1, Cancel);
        await store.Archive.MarkDeliveredAsync(owner, [first[0].Id.Sequence], Cancel);
        return owner;
    }

    HashSet<string> FindMarkers() => [.. s_markers.Where(m =>
        FilesContain(Encoding.UTF8.GetBytes(m)) || FilesContain(Encoding.Unicode.GetBytes(m)) || FilesContain(Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(m))[..8])))];

    bool FilesContain(ReadOnlySpan<byte> bytes)
    {
        foreach (var path in Directory.GetFiles(Folder).Where(p => !p.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            file.CopyTo(copy);
            if (copy.GetBuffer().AsSpan(0, (int)copy.Length).IndexOf(bytes) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
