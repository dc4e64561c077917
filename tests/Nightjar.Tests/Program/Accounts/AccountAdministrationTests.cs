using Nightjar.Server.Accounts;
using Nightjar.Server.Configuration;
using Nightjar.Server.Storage;
using Nightjar.Testing.Storage;

namespace Nightjar.Tests.Program.Accounts;

public sealed class AccountAdministrationTests : IAsyncDisposable
{
    private readonly ManualTime time = new();
    private readonly InMemoryStore store = new();
    private readonly AccountAdministration accounts;
    private readonly RegistrationCodes codes;

    public AccountAdministrationTests()
    {
        accounts = new(store, new NightjarOptions { Sasl = new() { Mechanisms = ["SCRAM-SHA-256"], Iterations = 4096 } }, time);
        codes = new(store, time);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("romeo", "pw", AccountOutcome.BadAddress)]
    [InlineData("romeo@localhost/balcony", "pw", AccountOutcome.BadAddress)]
    [InlineData("localhost", "pw", AccountOutcome.BadAddress)]
    [InlineData("romeo@elsewhere.example", "pw", AccountOutcome.ForeignDomain)]
    [InlineData("romeo@localhost", "", AccountOutcome.BadPassword)]
    [InlineData("romeo@localhost", "a\tb", AccountOutcome.BadPassword)]
    [InlineData("Romeo@LOCALHOST", "short", AccountOutcome.Done)]
    [InlineData("ромео@localhost", "pässword", AccountOutcome.Done)]
    public async Task Names_and_passwords_only_have_to_satisfy_the_rfcs(string address, string password, AccountOutcome outcome) =>
        Assert.Equal(outcome, Assert.Single(await accounts.AddAsync([(address, password)], Cancel)).Outcome);

    [Fact]
    public async Task Only_keys_of_the_configured_mechanisms_are_kept()
    {
        var account = await AddAsync("romeo@localhost");

        var credentials = await store.Accounts.GetCredentialsAsync(account.Owner, Cancel);

        Assert.Equal(("SCRAM-SHA-256", 4096), (Assert.Single(credentials!.Keys).Mechanism, credentials.Keys[0].Iterations));
    }

    [Fact]
    public async Task Suspending_refuses_log_ins_before_the_server_ends_the_sessions()
    {
        var account = await AddAsync("romeo@localhost");
        AccountState? seen = null;
        accounts.Ending = async (ending, cancel) =>
        {
            Assert.False(ending.IsRemoval);
            seen = (await store.Accounts.GetAsync(ending.Account.Owner, cancel))!.State;
        };

        await accounts.SuspendAsync("romeo@localhost", Cancel);

        Assert.Equal(AccountState.Suspended, seen);
        Assert.Equal(AccountState.Suspended, (await store.Accounts.GetAsync(account.Owner, Cancel))!.State);
    }

    [Fact]
    public async Task Removing_tells_the_server_before_anything_is_deleted()
    {
        await AddAsync("romeo@localhost");
        AccountRecord? seen = null;
        accounts.Ending = async (ending, cancel) => seen = ending.IsRemoval ? await store.Accounts.GetAsync(ending.Account.Owner, cancel) : null;

        await accounts.RemoveAsync("romeo@localhost", Cancel);

        Assert.NotNull(seen);
        Assert.Null(await store.Accounts.FindAsync("romeo@localhost", Cancel));
    }

    [Fact]
    public async Task The_name_of_a_used_account_with_contacts_stays_reserved()
    {
        var account = await AddAsync("romeo@localhost");
        await store.Accounts.TouchAsync(account.Owner, new DateOnly(2026, 1, 1), Cancel);
        await store.Rosters.PutAsync(account.Owner, new RosterRow("juliet@localhost", new byte[] { 1 }), Cancel);

        await accounts.RemoveAsync("romeo@localhost", Cancel);

        Assert.Equal(AccountOutcome.NameReserved, (await accounts.AddAsync([("romeo@localhost", "pw")], Cancel))[0].Outcome);
    }

    [Fact]
    public async Task The_name_of_a_never_used_account_is_free_again()
    {
        await AddAsync("romeo@localhost");

        await accounts.RemoveAsync("romeo@localhost", Cancel);

        Assert.Equal(AccountOutcome.Done, (await accounts.AddAsync([("romeo@localhost", "pw")], Cancel))[0].Outcome);
    }

    [Fact]
    public async Task A_code_works_for_its_name_until_it_expires()
    {
        await AddAsync("romeo@localhost");
        var code = (await accounts.ResetAsync("romeo@localhost", Cancel)).RegistrationCode;

        Assert.Equal(RegistrationCodeCheck.Accepted, await codes.CheckAsync("romeo@localhost", code, Cancel));
        Assert.Equal(RegistrationCodeCheck.Held, await codes.CheckAsync("romeo@localhost", "guess", Cancel));
        Assert.Equal(RegistrationCodeCheck.Held, await codes.CheckAsync("romeo@localhost", null, Cancel));
        Assert.Equal(RegistrationCodeCheck.Free, await codes.CheckAsync("juliet@localhost", code, Cancel));
        time.Now += RegistrationCodes.Lifetime;
        Assert.Equal(RegistrationCodeCheck.Held, await codes.CheckAsync("romeo@localhost", code, Cancel));
    }

    [Fact]
    public async Task A_second_reset_replaces_the_code_and_its_use_frees_the_name()
    {
        await AddAsync("romeo@localhost");
        var first = (await accounts.ResetAsync("romeo@localhost", Cancel)).RegistrationCode;
        var second = (await accounts.ResetAsync("romeo@localhost", Cancel)).RegistrationCode;

        Assert.Equal(RegistrationCodeCheck.Held, await codes.CheckAsync("romeo@localhost", first, Cancel));
        Assert.Equal(RegistrationCodeCheck.Accepted, await codes.CheckAsync("romeo@localhost", second, Cancel));
        await codes.ForgetAsync("romeo@localhost", Cancel);
        Assert.Equal(RegistrationCodeCheck.Free, await codes.CheckAsync("romeo@localhost", second, Cancel));
    }

    [Fact]
    public async Task A_reset_of_a_name_that_never_existed_does_nothing() =>
        Assert.Equal(new AccountResult(AccountOutcome.NoSuchAccount), await accounts.ResetAsync("nobody@localhost", Cancel));

    private async Task<AccountRecord> AddAsync(string address)
    {
        await accounts.AddAsync([(address, "wherefore art thou")], Cancel);
        return (await store.Accounts.FindAsync(address, Cancel))!;
    }

    private sealed class ManualTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
