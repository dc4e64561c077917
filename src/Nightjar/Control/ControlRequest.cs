namespace Nightjar.Control;

/// <summary>A command for the server that owns the data: one line of JSON on the control socket.</summary>
internal sealed record ControlRequest
{
    /// <summary>What to do.</summary>
    public required AccountCommand Command { get; init; }

    /// <summary>To which accounts; only <see cref="AccountCommand.Add"/> takes more than one.</summary>
    public required IReadOnlyList<ControlAccount> Accounts { get; init; }
}
