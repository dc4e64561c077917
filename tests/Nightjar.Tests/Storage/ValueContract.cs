using FsCheck;
using FsCheck.Fluent;
using Nightjar.Server.Storage;

namespace Nightjar.Tests.Storage;

public abstract class ValueContract : RosterContract
{
    [Fact]
    public async Task A_value_is_set_replaced_and_deleted()
    {
        var owner = await CreateAsync();
        Assert.Null(await Store.Values.GetAsync(owner, "vcard", "main", Cancel));
        await Store.Values.SetAsync(owner, "vcard", "main", Bytes("one"), Cancel);
        await Store.Values.SetAsync(owner, "vcard", "main", Bytes("two"), Cancel);
        Assert.Equal("two", Text(await Store.Values.GetAsync(owner, "vcard", "main", Cancel)));
        Assert.True(await Store.Values.DeleteAsync(owner, "vcard", "main", Cancel));
        Assert.False(await Store.Values.DeleteAsync(owner, "vcard", "main", Cancel));
        Assert.Null(await Store.Values.GetAsync(owner, "vcard", "main", Cancel));
    }

    [Fact]
    public async Task An_empty_value_is_not_a_missing_one()
    {
        await Store.Values.SetAsync(Store.ServerOwner, "a", "", ReadOnlyMemory<byte>.Empty, Cancel);
        Assert.Equal(0, (await Store.Values.GetAsync(Store.ServerOwner, "a", "", Cancel))!.Value.Length);
    }

    [Fact]
    public async Task A_category_lists_its_own_values_only()
    {
        var owner = await CreateAsync();
        await Store.Values.WriteAsync(
            [
                new ValueWrite(owner, "private", "a", Bytes("1")),
                new ValueWrite(owner, "private", "b", Bytes("2")),
                new ValueWrite(owner, "block", "a", Bytes("3")),
            ],
            Cancel);
        var values = await Store.Values.ListAsync(owner, "private", Cancel);
        Assert.Equal(["a=1", "b=2"], values.Select(v => v.Key + "=" + Text(v.Value)).Order());
        Assert.Empty(await Store.Values.ListAsync(owner, "other", Cancel));
    }

    [Fact]
    public async Task A_batch_with_an_unknown_owner_changes_nothing()
    {
        var owner = await CreateAsync();
        var error = await Assert.ThrowsAsync<StorageException>(() => Store.Values.WriteAsync(
            [new ValueWrite(owner, "a", "b", Bytes("x")), new ValueWrite(OwnerId.New(), "a", "b", Bytes("y"))], Cancel));
        Assert.Equal(StorageErrorKind.NoSuchOwner, error.Kind);
        Assert.Null(await Store.Values.GetAsync(owner, "a", "b", Cancel));
    }

    [Fact]
    public async Task Values_beyond_the_limit_are_refused()
    {
        var largest = new byte[StorageLimits.ValueBytes];
        await Store.Values.SetAsync(Store.ServerOwner, "a", "b", largest, Cancel);
        Assert.Equal(largest.Length, (await Store.Values.GetAsync(Store.ServerOwner, "a", "b", Cancel))!.Value.Length);
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Values.SetAsync(Store.ServerOwner, "a", "b", new byte[largest.Length + 1], Cancel));
    }

    [Fact]
    public async Task Any_keys_and_values_come_back_as_they_were_set()
    {
        var owner = await CreateAsync();
        var samples = ArbMap.Default.ArbFor<(NonEmptyString Category, NonNull<string> Key, byte[] Value)>().Generator
            .Where(s => s.Value is not null && IsText(s.Category.Get) && IsText(s.Key.Get))
            .Sample(40, 60).ToList();
        foreach (var (category, key, value) in samples)
        {
            await Store.Values.SetAsync(owner, category.Get, key.Get, value, Cancel);
            var stored = await Store.Values.GetAsync(owner, category.Get, key.Get, Cancel);
            Assert.True(value.AsSpan().SequenceEqual(stored!.Value.Span), $"{category} {key} {Convert.ToHexString(value)}");
        }
    }

    // Keys are JIDs and node names, which are Unicode text; lone surrogates cannot reach the store.
    static bool IsText(string s) => s == System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(s));
}
