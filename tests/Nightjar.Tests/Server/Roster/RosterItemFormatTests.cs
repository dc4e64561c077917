using FsCheck;
using FsCheck.Fluent;

using Nightjar.Server.Roster;
using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Tests.Server.Roster;

public sealed class RosterItemFormatTests
{
    private static readonly RosterItem s_full = new()
    {
        Peer = Jid.Parse("juliet@example.org"),
        Name = "Jüliet",
        Groups = ["Friends", "Verona"],
        State = SubscriptionState.To | SubscriptionState.PendingIn,
        IsApproved = true,
        IsListed = true,
        Request = new byte[] { 1, 2, 3 },
    };

    [Fact]
    public void Everything_comes_back()
    {
        RosterItem read = RosterItemFormat.Read(RosterItemFormat.Write(s_full))!;

        Assert.True(read.LooksLike(s_full));
        Assert.Equal(s_full.State, read.State);
        Assert.Equal(s_full.Peer, read.Peer);
        Assert.Equal(s_full.Request.ToArray(), read.Request.ToArray());
    }

    [Fact]
    public void No_name_and_no_groups_come_back_as_none()
    {
        RosterItem read = RosterItemFormat.Read(RosterItemFormat.Write(new RosterItem { Peer = s_full.Peer }))!;

        Assert.Null(read.Name);
        Assert.Empty(read.Groups);
    }

    [Fact]
    public void A_row_that_is_cut_off_is_damaged_and_never_a_wrong_item()
    {
        RosterRow row = RosterItemFormat.Write(s_full with { Groups = ["Friends"] });
        for (int length = 0; length < row.Value.Length; length++)
        {
            RosterItem? read = RosterItemFormat.Read(row with { Value = row.Value[..length] });

            // The one cut that leaves a whole item is the one in front of the group.
            Assert.True(read is null || read.Groups.Count == 0, $"cut at {length}");
        }
    }

    [Fact]
    public void Any_bytes_are_read_without_a_fault() => Check.QuickThrowOnFailure(Prop.ForAll<byte[]>(bytes =>
    {
        RosterItemFormat.Read(new RosterRow("juliet@example.org", bytes));
    }));

    [Fact]
    public void A_version_of_the_future_is_not_guessed_at() =>
        Assert.Null(RosterItemFormat.Read(new RosterRow("juliet@example.org", new byte[] { 2, 0, 0, 0 })));
}
