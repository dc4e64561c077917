namespace Nightjar.Server.Configuration;

/// <summary>Passwords that people choose themselves: printable ASCII, so that every client encodes them alike.</summary>
public sealed record PasswordOptions
{
    /// <summary>Fewest characters: below eight a stolen hash falls within hours.</summary>
    [Count(8, 64)]
    public int MinLength { get; init; } = 10;

    /// <summary>Most characters: bounds the work of hashing.</summary>
    [Count(64, 1024)]
    public int MaxLength { get; init; } = 256;
}
