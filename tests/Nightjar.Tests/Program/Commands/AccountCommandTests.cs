namespace Nightjar.Tests.Program.Commands;

/// <summary>The account commands of the real program, with and without a running server.</summary>
public sealed class AccountCommandTests : IDisposable
{
    private readonly NightjarProcess program = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_account_goes_through_its_life_whether_the_server_runs_or_not(bool serverRuns)
    {
        if (serverRuns)
        {
            await program.StartAsync();
        }

        Assert.Equal((0, "romeo@localhost: added.\n", ""), await program.RunAsync("account add romeo@localhost", "wherefore art thou\n"));
        Assert.Equal((1, "", "romeo@localhost: this account exists already. No command sets the password of an existing account.\n"),
            await program.RunAsync("account add romeo@localhost", "another\n"));
        Assert.Equal((0, "romeo@localhost: suspended.\n", ""), await program.RunAsync("account suspend romeo@localhost"));
        var shown = (await program.RunAsync("account show romeo@localhost")).Output;
        Assert.Contains("state      suspended\n", shown, StringComparison.Ordinal);
        Assert.Contains("last used  never\n", shown, StringComparison.Ordinal);
        Assert.Equal((0, "romeo@localhost: may be used again.\n", ""), await program.RunAsync("account resume romeo@localhost"));
        Assert.Equal((0, "romeo@localhost: removed, with everything it had.\n", ""), await program.RunAsync("account remove romeo@localhost"));
        Assert.Equal((1, "", "romeo@localhost: there is no such account.\n"), await program.RunAsync("account show romeo@localhost"));
    }

    [Fact]
    public async Task Many_are_added_at_once_and_every_error_names_its_line()
    {
        var lines = string.Concat(Enumerable.Range(0, 450).Select(i => $"user{i}@localhost password {i}\n"));

        var (code, output, error) = await program.RunAsync("account add --stdin", lines + "nonsense\nx@elsewhere.example pw\nuser0@localhost again\n");

        Assert.Equal((1, "450 added, 3 failed.\n"), (code, output));
        Assert.Equal(["line 451: expected `ADDRESS PASSWORD`.",
            "line 452: x@elsewhere.example: this domain is not one of this server's (see `domains` in the configuration).",
            "line 453: user0@localhost: this account exists already. No command sets the password of an existing account."],
            error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_reset_deletes_the_account_and_holds_the_name_for_whoever_has_the_code()
    {
        await program.RunAsync("account add juliet@localhost", "o happy dagger\n");

        var (code, output, _) = await program.RunAsync("account reset juliet@localhost");

        Assert.Equal(0, code);
        Assert.Matches("One-time code to register the name again within 7 days: [a-z2-9]{20}\n", output);
        Assert.Contains("waits for its registration code", (await program.RunAsync("account add juliet@localhost", "thief\n")).Error, StringComparison.Ordinal);
    }

    public void Dispose() => program.Dispose();
}
