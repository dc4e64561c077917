using Nightjar.Server.Storage;

namespace Nightjar.Tests.Storage;

public abstract class RosterContract : AccountContract
{
    [Fact]
    public async Task A_roster_begins_empty_at_version_zero()
    {
        var roster = await Store.Rosters.LoadAsync(await CreateAsync(), Cancel);
        Assert.Equal(0, roster.Version);
        Assert.Empty(roster.Rows);
    }

    [Fact]
    public async Task Roster_rows_are_added_replaced_and_removed_with_rising_versions()
    {
        var owner = await CreateAsync();
        var first = await Store.Rosters.PutAsync(owner, new RosterRow("juliet@localhost", Bytes("one")), Cancel);
        var second = await Store.Rosters.PutAsync(owner, new RosterRow("juliet@localhost", Bytes("two")), Cancel);
        var third = await Store.Rosters.PutAsync(owner, new RosterRow("nurse@localhost", Bytes("three")), Cancel);
        var fourth = await Store.Rosters.RemoveAsync(owner, "nurse@localhost", Cancel);
        var fifth = await Store.Rosters.RemoveAsync(owner, "nurse@localhost", Cancel);
        Assert.True(0 < first && first < second && second < third && third < fourth && fourth < fifth);
        var roster = await Store.Rosters.LoadAsync(owner, Cancel);
        Assert.Equal(fifth, roster.Version);
        var row = Assert.Single(roster.Rows);
        Assert.Equal("juliet@localhost", row.Peer);
        Assert.Equal("two", Text(row.Value));
    }

    [Fact]
    public async Task Rosters_of_two_owners_do_not_touch()
    {
        var (romeo, juliet) = (await CreateAsync(), await CreateAsync("juliet@localhost"));
        await Store.Rosters.PutAsync(romeo, new RosterRow("nurse@localhost", Bytes("x")), Cancel);
        Assert.Equal(0, (await Store.Rosters.LoadAsync(juliet, Cancel)).Version);
    }
}
