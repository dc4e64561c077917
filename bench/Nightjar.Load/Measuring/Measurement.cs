namespace Nightjar.Load.Measuring;

/// <summary>The outcome of one scenario against one server in one round.</summary>
internal sealed record Measurement
{
    public required string Scenario { get; init; }

    /// <summary>What <see cref="Value"/> counts, e.g. <c>µs/message</c>. Less is better, unless it is a rate.</summary>
    public required string Unit { get; init; }

    public required double Value { get; init; }

    public required CpuUse Cpu { get; init; }

    public string Server { get; init; } = "";

    public int Round { get; init; }

    /// <summary>Asked for, per second; 0 where the scenario has no rate.</summary>
    public double OfferedRate { get; init; }

    public double AchievedRate { get; init; }

    public long Sent { get; init; }

    public long Delivered { get; init; }

    public double P50 { get; init; }

    public double P99 { get; init; }

    /// <summary>Why the figure must not be used, or null.</summary>
    public string? Fault { get; init; }

    /// <summary>Something the reader should know, or null.</summary>
    public string? Remark { get; init; }
}
