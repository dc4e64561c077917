namespace Nightjar.Server.Configuration;

/// <summary>
/// User names that people register themselves: lower-case Latin letters and digits only, so that no two look
/// alike. Accounts that the operator adds only have to satisfy RFC 8265.
/// </summary>
public sealed record UserNameOptions
{
    /// <summary>Fewest characters: single letters are guessed by everybody who sends spam.</summary>
    [Count(1, 64)]
    public int MinLength { get; init; } = 2;

    /// <summary>Most characters: what still fits on a line of a contact list.</summary>
    [Count(1, 64)]
    public int MaxLength { get; init; } = 32;

    /// <summary>Names that nobody may register, beside the built-in staff-like ones; their look-alikes are refused too.</summary>
    public IReadOnlyList<string> Reserved { get; init; } = [];
}
