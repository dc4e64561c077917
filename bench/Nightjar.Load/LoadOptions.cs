namespace Nightjar.Load;

/// <summary>What the command line asks for. The defaults stand there, with the help.</summary>
internal sealed record LoadOptions
{
    public required string[] Servers { get; init; }

    public required string[] Scenarios { get; init; }

    public required int Rounds { get; init; }

    public required int Seconds { get; init; }

    public required int WarmUp { get; init; }

    public required int Settle { get; init; }

    public required int Pairs { get; init; }

    public required int Rate { get; init; }

    public required int CarbonsRate { get; init; }

    public required int LoginRate { get; init; }

    public required int LoginTlsRate { get; init; }

    public required int Connections { get; init; }

    public required int AckEvery { get; init; }

    public required int ClosedLoop { get; init; }

    public required bool ToBare { get; init; }

    public required bool DirectTls { get; init; }

    public required bool Rsa { get; init; }

    public required bool Sha256 { get; init; }

    public required bool Pin { get; init; }

    public required string? NightjarFolder { get; init; }

    public required string? Attach { get; init; }

    public required int Pid { get; init; }

    public required string? AccountsFile { get; init; }

    public required string? AuthorityFile { get; init; }

    /// <summary>Accounts of the log-in scenarios: few enough that warming up meets every one, so that no PBKDF2 of the generator falls into the window.</summary>
    public const int LoginAccounts = 200;
}
