namespace Nightjar.Server.Accounts;

/// <summary>What the rules say about a user name or a password. The default value means that it may be used.</summary>
/// <param name="Reason">For programs.</param>
/// <param name="Explanation">For people: one or two English sentences that say what to do and never repeat the input; null when allowed.</param>
public readonly record struct RuleVerdict(RuleReason Reason, string? Explanation)
{
    /// <summary>The name or password may be used.</summary>
    public bool IsAllowed => Reason == RuleReason.None;
}
