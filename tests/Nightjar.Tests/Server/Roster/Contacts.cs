using Nightjar.Server.Roster;
using Nightjar.Server.Sessions;
using Nightjar.Server.Storage;
using Nightjar.Testing;
using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Tests.Server.Roster;

/// <summary>What the tests of rosters and presence share: accounts with contacts that are there from the beginning.</summary>
internal static class Contacts
{
    /// <summary>Puts the contact into the account's stored roster.</summary>
    public static async Task BefriendAsync(this TestServer server, string account, string contact, SubscriptionState state = SubscriptionState.Both)
    {
        string bare = $"{account}@{server.Domain}";
        AccountRecord record = await server.Store.Accounts.FindAsync(bare) ?? await server.AddAccountAsync(account);
        await server.Store.Rosters.PutAsync(record.Owner, RosterItemFormat.Write(new RosterItem
        {
            Peer = Jid.Parse($"{contact}@{server.Domain}"),
            State = state,
            IsListed = true,
        }));
    }

    /// <summary>What the store has on a contact, or null.</summary>
    public static async Task<RosterItem?> StoredAsync(this TestServer server, string account, string contact)
    {
        AccountRecord record = (await server.Store.Accounts.FindAsync($"{account}@{server.Domain}"))!;
        RosterData data = await server.Store.Rosters.LoadAsync(record.Owner);
        return data.Rows.Select(RosterItemFormat.Read).SingleOrDefault(i => i!.Peer == Jid.Parse($"{contact}@{server.Domain}"));
    }

    /// <summary>Logs in, sends initial presence, and forgets what presence comes of it.</summary>
    public static async Task<TestClient> AppearAsync(this TestServer server, string account, string resource = "home", string presence = "<presence/>")
    {
        TestClient client = await server.LogInAsync(account, resource);
        await client.SendAsync(presence);
        await client.PeekAsync();
        client.Drop(static e => e.Name == "presence");
        return client;
    }

    /// <summary>The account in memory.</summary>
    public static async Task<Account> AccountAsync(this TestServer server, string account) =>
        (await server.Server.Services.Accounts.FindAsync(Jid.Parse($"{account}@{server.Domain}")))!;

    /// <summary>Does something inside the account's mailbox, and waits for it.</summary>
    public static async Task InsideAsync(this Account account, Action work)
    {
        var done = new TaskCompletionSource();
        account.Post(() =>
        {
            work();
            done.SetResult();
        });
        await done.Task;
    }
}
