namespace Nightjar.Interop.Servers;

/// <summary>One server for the tests of one class, so that classes neither see each other's accounts nor spend each other's limits.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private int _accounts;

    internal ServerUnderTest Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await ServerUnderTest.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>A localpart no other test of this server uses: lower-case letters and digits, as registration demands.</summary>
    internal string NewName(string role) => $"{role}{Interlocked.Increment(ref _accounts)}x";

    /// <summary>Adds an account as the operator.</summary>
    internal async Task<Account> NewAccountAsync(string role)
    {
        var account = new Account(NewName(role), Server.Domain);
        await Server.AddAccountAsync(account.Localpart, Account.Password);
        return account;
    }
}
