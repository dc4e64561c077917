using System.Text;
using Nightjar.Server.Storage;

namespace Nightjar.Tests.Storage;

/// <summary>What tests of any store share.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    protected static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 20, 30, 456, TimeSpan.Zero);
    protected static readonly DateOnly Today = new(2026, 11, 24);

    protected IStore Store { get; private set; } = null!;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Store.DisposeAsync();
    }

    protected abstract Task<IStore> OpenAsync();

    internal static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    internal static string Text(ReadOnlyMemory<byte>? bytes) => Encoding.UTF8.GetString(bytes!.Value.Span);

    internal static AccountCredentials Credentials(int iterations = 10_000) => new(new ScramKeys
    {
        Mechanism = "SCRAM-SHA-256",
        Iterations = iterations,
        Salt = new byte[] { 1, 2, 3 },
        StoredKey = new byte[] { 4, 5, 6, 7 },
        ServerKey = new byte[] { 8, 9 },
    });

    internal static NewAccount Registered(DateOnly? lastUsed = null) =>
        new() { Credentials = Credentials(), Origin = AccountOrigin.Registered, Created = Today, LastUsed = lastUsed };

    internal static ArchiveEntry Message(OwnerId owner, string text, bool deliver = true, DateTimeOffset? time = null) => new()
    {
        Owner = owner,
        Peer = "juliet@localhost",
        Time = time ?? Now,
        Kind = ArchiveKind.Chat,
        Direction = ArchiveDirection.Incoming,
        Deliver = deliver,
        Stanza = Bytes(text),
    };

    internal static async Task<OwnerId> CreateAsync(IStore store, string name = "romeo@localhost") =>
        (await store.Accounts.CreateAsync(name, Registered(), Cancel)).Record!.Owner;

    protected Task<OwnerId> CreateAsync(string name = "romeo@localhost") => CreateAsync(Store, name);

    internal static async Task<ArchiveId[]> AppendAsync(IStore store, params ArchiveEntry[] entries)
    {
        var ticket = await store.Archive.AppendAsync(entries, Cancel);
        await ticket.Committed;
        return [.. ticket.Ids];
    }

    internal static async Task<string[]> PendingAsync(IStore store, OwnerId owner, long after = 0, int limit = 100) =>
        [.. (await store.Archive.PendingAsync(owner, after, limit, Cancel)).Select(s => Text(s.Stanza))];
}
