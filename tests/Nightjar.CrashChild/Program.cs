using System.Globalization;
using System.Text;
using Nightjar.Server.Storage;
using Nightjar.Storage.Sqlite;

// One argument: the data folder. Says "owner ID" once, then "archive SEQUENCE", "delivered SEQUENCE" or "roster VERSION" for everything that was
// acknowledged, and "marking SEQUENCE" before a delivery is noted. Never ends by itself.
await using var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { Folder = args[0] });
var account = await store.Accounts.CreateAsync("romeo@localhost", new NewAccount
{
    Credentials = new AccountCredentials(),
    Origin = AccountOrigin.Registered,
    Created = new DateOnly(2026, 11, 24),
});
var owner = account.Record!.Owner;
var gate = new Lock();
Say("owner", owner.ToString());

await Task.WhenAll(AppendAsync(), AppendAsync(), RosterAsync());

async Task AppendAsync()
{
    for (var i = 0; ; i++)
    {
        var ticket = await store.Archive.AppendAsync([new ArchiveEntry
        {
            Owner = owner,
            Peer = "juliet@localhost",
            Time = DateTimeOffset.UtcNow,
            Kind = ArchiveKind.Chat,
            Direction = ArchiveDirection.Incoming,
            Deliver = true,
            Stanza = Encoding.UTF8.GetBytes(new string('x', 50 + (i % 1000))),
        }]);
        await ticket.Committed;
        Say("archive", ticket.Ids[0].Sequence.ToString(CultureInfo.InvariantCulture));
        if (i % 10 == 3)
        {
            Say("marking", ticket.Ids[0].Sequence.ToString(CultureInfo.InvariantCulture));
            await store.Archive.MarkDeliveredAsync(owner, [ticket.Ids[0].Sequence]);
            Say("delivered", ticket.Ids[0].Sequence.ToString(CultureInfo.InvariantCulture));
        }
    }
}

async Task RosterAsync()
{
    while (true)
    {
        var version = await store.Rosters.PutAsync(owner, new RosterRow("juliet@localhost", new byte[100]));
        Say("roster", version.ToString(CultureInfo.InvariantCulture));
    }
}

void Say(string what, string value)
{
    lock (gate)
    {
        Console.Out.WriteLine($"{what} {value}");
        Console.Out.Flush();
    }
}
