using Nightjar.Server.Storage;

namespace Nightjar.Tests.Storage;

public abstract class ArchiveContract : ValueContract
{
    [Fact]
    public async Task An_entry_that_waits_comes_back_whole()
    {
        var owner = await CreateAsync();
        var id = Assert.Single(await AppendAsync(Store, Message(owner, "<message/>") with { Kind = ArchiveKind.Headline }));
        var stored = Assert.Single(await Store.Archive.PendingAsync(owner, 0, 10, Cancel));
        Assert.Equal(id, stored.Id);
        Assert.Equal("juliet@localhost", stored.Peer);
        Assert.Equal(Now, stored.Time);
        Assert.Equal(ArchiveKind.Headline, stored.Kind);
        Assert.Equal(ArchiveDirection.Incoming, stored.Direction);
        Assert.Equal("<message/>", Text(stored.Stanza));
    }

    [Fact]
    public async Task Entries_wait_in_the_order_of_their_appending()
    {
        var owner = await CreateAsync();
        var tickets = new List<ArchiveTicket>();
        for (var i = 0; i < 50; i++)
        {
            tickets.Add(await Store.Archive.AppendAsync([Message(owner, $"{i:00}a"), Message(owner, $"{i:00}b")], Cancel));
        }

        await Task.WhenAll(tickets.Select(t => t.Committed));
        var sequences = tickets.SelectMany(t => t.Ids).Select(i => i.Sequence).ToList();
        Assert.Equal(sequences.Order().Distinct(), sequences);
        var pending = await PendingAsync(Store, owner);
        Assert.Equal(100, pending.Length);
        Assert.Equal(pending.Order(), pending);
    }

    [Fact]
    public async Task Waiting_entries_are_read_in_pages()
    {
        var owner = await CreateAsync();
        var ids = await AppendAsync(Store, [.. "abcdef".Select(c => Message(owner, c.ToString()))]);
        await Store.Archive.MarkDeliveredAsync(owner, [ids[4].Sequence], Cancel);
        Assert.Equal(["a", "b"], await PendingAsync(Store, owner, 0, 2));
        Assert.Equal(["c", "d", "f"], await PendingAsync(Store, owner, ids[1].Sequence, 3));
        Assert.Empty(await PendingAsync(Store, owner, ids[5].Sequence));
    }

    [Fact]
    public async Task Entries_that_were_delivered_or_need_no_delivery_do_not_wait()
    {
        var owner = await CreateAsync();
        var ids = await AppendAsync(
            Store, Message(owner, "a"), Message(owner, "b", deliver: false), Message(owner, "c"), Message(owner, "d"), Message(owner, "e"));
        await Store.Archive.MarkDeliveredAsync(owner, [ids[2].Sequence, ids[3].Sequence], Cancel);
        Assert.Equal(["a", "e"], await PendingAsync(Store, owner));
        Assert.Equal(2, await Store.Archive.PendingCountAsync(owner, Cancel));
        await Store.Archive.MarkDeliveredAsync(owner, [ids[0].Sequence], Cancel);
        Assert.Equal(["e"], await PendingAsync(Store, owner));
        Assert.Equal(1, await Store.Archive.PendingCountAsync(owner, Cancel));
    }

    [Fact]
    public async Task Marks_for_entries_that_do_not_exist_change_nothing()
    {
        var owner = await CreateAsync();
        var ids = await AppendAsync(Store, Message(owner, "a"));
        await Store.Archive.MarkDeliveredAsync(owner, [ids[0].Sequence + 1000, -5, 0], Cancel);
        await Store.Archive.MarkDeliveredAsync(OwnerId.New(), [ids[0].Sequence], Cancel);
        await AppendAsync(Store, Message(owner, "b"));
        Assert.Equal(["a", "b"], await PendingAsync(Store, owner));
    }

    [Fact]
    public async Task Many_marks_at_once_count_each()
    {
        var owner = await CreateAsync();
        var ids = await AppendAsync(Store, [.. Enumerable.Range(0, 300).Select(i => Message(owner, $"{i:000}"))]);
        await Task.WhenAll(ids.Where((_, i) => i % 3 != 1).Select(i => Store.Archive.MarkDeliveredAsync(owner, [i.Sequence], Cancel)));
        Assert.Equal(Enumerable.Range(0, 300).Where(i => i % 3 == 1).Select(i => $"{i:000}"), await PendingAsync(Store, owner));
    }

    [Fact]
    public async Task A_stanza_id_leads_back_to_its_entry_and_only_for_its_owner()
    {
        var (romeo, juliet) = (await CreateAsync(), await CreateAsync("juliet@localhost"));
        var id = (await AppendAsync(Store, Message(romeo, "x")))[0];
        Assert.Equal(22, id.StanzaId.Length);
        Assert.Equal(id.Sequence, await Store.Archive.SequenceOfAsync(romeo, id.StanzaId, Cancel));
        Assert.Null(await Store.Archive.SequenceOfAsync(juliet, id.StanzaId, Cancel));
        foreach (var wrong in (string[])["", "x", id.StanzaId + " ", id.StanzaId[..21] + "*", new string('A', 22), new string('ä', 22)])
        {
            Assert.Null(await Store.Archive.SequenceOfAsync(romeo, wrong, Cancel));
        }
    }

    [Fact]
    public async Task Clearing_removes_everything_of_one_owner_and_later_entries_are_kept()
    {
        var (romeo, juliet) = (await CreateAsync(), await CreateAsync("juliet@localhost"));
        var before = await AppendAsync(Store, Message(romeo, "a"), Message(romeo, "b"));
        await AppendAsync(Store, Message(juliet, "c"));
        await Store.Archive.ClearAsync(romeo, Cancel);
        Assert.Empty(await PendingAsync(Store, romeo));
        var after = await AppendAsync(Store, Message(romeo, "d"));
        Assert.True(after[0].Sequence > before[1].Sequence);
        Assert.Equal(["d"], await PendingAsync(Store, romeo));
        Assert.Equal(["c"], await PendingAsync(Store, juliet));
    }

    [Fact]
    public async Task Expiry_removes_whole_hours_in_bounded_steps()
    {
        var owner = await CreateAsync();
        await AppendAsync(Store, [.. Enumerable.Range(0, 10).Select(i => Message(owner, $"{i}", time: Now.AddHours(i - 10)))]);
        Assert.Equal(3, await Store.Archive.ExpireAsync(Now.AddHours(-4), 3, Cancel));
        Assert.Equal(3, await Store.Archive.ExpireAsync(Now.AddHours(-4), 100, Cancel));
        Assert.Equal(0, await Store.Archive.ExpireAsync(Now.AddHours(-4), 100, Cancel));
        Assert.Equal(["6", "7", "8", "9"], await PendingAsync(Store, owner));
        Assert.Equal(4, await Store.Archive.PendingCountAsync(owner, Cancel));
    }

    [Fact]
    public async Task Expired_exceptions_of_the_mark_are_forgotten()
    {
        var owner = await CreateAsync();
        var ids = await AppendAsync(Store, Message(owner, "a", time: Now.AddDays(-9)), Message(owner, "b"), Message(owner, "c"));
        await Store.Archive.MarkDeliveredAsync(owner, [ids[2].Sequence], Cancel);
        await Store.Archive.ExpireAsync(Now.AddDays(-7), 100, Cancel);
        Assert.Equal(1, await Store.Archive.PendingCountAsync(owner, Cancel));
        await Store.Archive.MarkDeliveredAsync(owner, [ids[1].Sequence], Cancel);
        Assert.Equal(0, await Store.Archive.PendingCountAsync(owner, Cancel));
    }

    [Fact]
    public async Task An_append_is_refused_when_it_is_empty_or_too_large()
    {
        var owner = await CreateAsync();
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.Archive.AppendAsync([], Cancel));
        var huge = Message(owner, "") with { Stanza = new byte[StorageLimits.StanzaBytes + 1] };
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.Archive.AppendAsync([huge], Cancel));
    }

    [Fact]
    public async Task An_append_with_an_unknown_owner_keeps_nothing()
    {
        var owner = await CreateAsync();
        await Assert.ThrowsAsync<StorageException>(() => AppendAsync(Store, Message(owner, "a"), Message(OwnerId.New(), "b")));
        Assert.Empty(await PendingAsync(Store, owner));
    }
}
