using Nightjar.Server.Storage;

namespace Nightjar.Tests.Storage;

public abstract class AccountContract : StoreContract
{
    [Fact]
    public async Task A_new_account_is_found_by_name_and_by_id()
    {
        var created = await Store.Accounts.CreateAsync("romeo@localhost", Registered(), Cancel);
        Assert.Equal(AccountCreationOutcome.Created, created.Outcome);
        var expected = new AccountRecord
        {
            Owner = created.Record!.Owner,
            BareJid = "romeo@localhost",
            State = AccountState.Active,
            Origin = AccountOrigin.Registered,
            Created = Today,
        };
        Assert.Equal(expected, await Store.Accounts.FindAsync("romeo@localhost", Cancel));
        Assert.Equal(expected, await Store.Accounts.GetAsync(expected.Owner, Cancel));
        Assert.False(expected.EverUsed);
    }

    [Fact]
    public async Task An_unknown_name_or_id_is_not_found()
    {
        Assert.Null(await Store.Accounts.FindAsync("nobody@localhost", Cancel));
        Assert.Null(await Store.Accounts.GetAsync(OwnerId.New(), Cancel));
        Assert.Null(await Store.Accounts.GetCredentialsAsync(OwnerId.New(), Cancel));
    }

    [Fact]
    public async Task A_name_can_be_taken_only_once()
    {
        await CreateAsync();
        Assert.Equal(AccountCreationOutcome.NameTaken, (await Store.Accounts.CreateAsync("romeo@localhost", Registered(), Cancel)).Outcome);
    }

    [Fact]
    public async Task Many_accounts_are_created_at_once_and_duplicates_among_them_are_refused()
    {
        var names = Enumerable.Range(0, 2500).Select(i => ($"user{i % 2400}@localhost", Registered())).ToList();
        var results = await Store.Accounts.CreateManyAsync(names, Cancel);
        Assert.Equal(2400, results.Count(r => r.Outcome == AccountCreationOutcome.Created));
        Assert.All(results.Skip(2400), r => Assert.Equal(AccountCreationOutcome.NameTaken, r.Outcome));
        Assert.Equal("user2399@localhost", results[2399].Record!.BareJid);
        Assert.Equal(2400, await Store.Accounts.CountAsync("localhost", Cancel));
        Assert.Equal(0, await Store.Accounts.CountAsync("elsewhere", Cancel));
    }

    [Fact]
    public async Task Credentials_come_back_as_they_were_set()
    {
        var owner = await CreateAsync();
        await Store.Accounts.SetCredentialsAsync(owner, Credentials(4711), Cancel);
        var keys = (await Store.Accounts.GetCredentialsAsync(owner, Cancel))!.Find("SCRAM-SHA-256")!;
        Assert.Equal(4711, keys.Iterations);
        Assert.Equal(new byte[] { 1, 2, 3 }, keys.Salt.ToArray());
        Assert.Equal(new byte[] { 4, 5, 6, 7 }, keys.StoredKey.ToArray());
        Assert.Equal(new byte[] { 8, 9 }, keys.ServerKey.ToArray());
    }

    [Fact]
    public async Task State_and_day_of_last_use_are_kept()
    {
        var owner = await CreateAsync();
        await Store.Accounts.SetStateAsync(owner, AccountState.Suspended, Cancel);
        await Store.Accounts.TouchAsync(owner, Today.AddDays(3), Cancel);
        await Store.Accounts.TouchAsync(owner, Today.AddDays(1), Cancel);
        var record = (await Store.Accounts.GetAsync(owner, Cancel))!;
        Assert.Equal(AccountState.Suspended, record.State);
        Assert.Equal(Today.AddDays(3), record.LastUsed);
        Assert.True(record.EverUsed);
    }

    [Fact]
    public async Task Changing_an_unknown_account_is_an_error_with_that_reason()
    {
        var state = await Assert.ThrowsAsync<StorageException>(() => Store.Accounts.SetStateAsync(OwnerId.New(), AccountState.Active, Cancel));
        var credentials = await Assert.ThrowsAsync<StorageException>(() => Store.Accounts.SetCredentialsAsync(OwnerId.New(), Credentials(), Cancel));
        Assert.Equal(StorageErrorKind.NoSuchOwner, state.Kind);
        Assert.Equal(StorageErrorKind.NoSuchOwner, credentials.Kind);
        await Store.Accounts.TouchAsync(OwnerId.New(), Today, Cancel);
    }

    [Fact]
    public async Task A_deleted_account_leaves_nothing_that_can_be_read()
    {
        var owner = await CreateAsync();
        await Store.Rosters.PutAsync(owner, new RosterRow("juliet@localhost", Bytes("x")), Cancel);
        await Store.Values.SetAsync(owner, "vcard", "", Bytes("x"), Cancel);
        await AppendAsync(Store, Message(owner, "x"));
        Assert.True(await Store.Accounts.DeleteAsync(owner, reserveName: false, Cancel));
        Assert.Null(await Store.Accounts.FindAsync("romeo@localhost", Cancel));
        Assert.Null(await Store.Accounts.GetCredentialsAsync(owner, Cancel));
        Assert.Empty((await Store.Rosters.LoadAsync(owner, Cancel)).Rows);
        Assert.Null(await Store.Values.GetAsync(owner, "vcard", "", Cancel));
        Assert.Empty(await PendingAsync(Store, owner));
        Assert.Equal(0, await Store.Accounts.CountAsync("localhost", Cancel));
        Assert.False(await Store.Accounts.DeleteAsync(owner, reserveName: false, Cancel));
    }

    [Fact]
    public async Task Writing_for_a_deleted_account_is_an_error_with_that_reason()
    {
        var owner = await CreateAsync();
        await AppendAsync(Store, Message(owner, "x"));
        await Store.Accounts.DeleteAsync(owner, reserveName: false, Cancel);
        var roster = await Assert.ThrowsAsync<StorageException>(() => Store.Rosters.PutAsync(owner, new RosterRow("a@b", default), Cancel));
        var value = await Assert.ThrowsAsync<StorageException>(() => Store.Values.SetAsync(owner, "a", "b", default, Cancel));
        var append = await Assert.ThrowsAsync<StorageException>(() => AppendAsync(Store, Message(owner, "x")));
        Assert.All([roster, value, append], e => Assert.Equal(StorageErrorKind.NoSuchOwner, e.Kind));
    }

    [Fact]
    public async Task A_name_is_free_again_unless_it_is_reserved()
    {
        await Store.Accounts.DeleteAsync(await CreateAsync(), reserveName: false, Cancel);
        var second = await CreateAsync();
        await Store.Accounts.DeleteAsync(second, reserveName: true, Cancel);
        Assert.Equal(AccountCreationOutcome.NameReserved, (await Store.Accounts.CreateAsync("romeo@localhost", Registered(), Cancel)).Outcome);
    }

    [Fact]
    public async Task Sizes_count_rows_of_each_kind()
    {
        var owner = await CreateAsync();
        await Store.Rosters.PutAsync(owner, new RosterRow("juliet@localhost", Bytes("x")), Cancel);
        await AppendAsync(Store, Message(owner, "x"), Message(owner, "y"));
        var sizes = await Store.Accounts.SizesAsync(owner, Cancel);
        Assert.Equal([("account", 1L), ("roster", 1L), ("values", 0L), ("archive", 2L)], sizes.Select(s => (s.Kind, s.Rows)));
        Assert.All(sizes, s => Assert.True(s.Bytes > 0 == s.Rows > 0));
    }
}
