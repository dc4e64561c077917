using Nightjar.Server.Accounts;

namespace Nightjar.Control;

/// <summary>The answer to a command: one line of JSON.</summary>
internal sealed record ControlReply
{
    /// <summary>Why nothing was done at all, as a sentence.</summary>
    public string? Error { get; init; }

    /// <summary>One result for each account, in order.</summary>
    public IReadOnlyList<AccountResult> Results { get; init; } = [];

    /// <summary>What <see cref="AccountCommand.Show"/> shows.</summary>
    public AccountView? Account { get; init; }
}
