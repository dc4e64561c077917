using Nightjar.Server.Configuration;

namespace Nightjar.Server.Accounts;

/// <summary>
/// The rules for user names that people register themselves (P11), the same for every way to register. Accounts that an
/// operator adds or imports are not subject to them. Immutable and safe for concurrent use.
/// </summary>
public sealed class UserNameRules(UserNameOptions options)
{
    readonly ReservedNames _reserved = new(options.Reserved);

    /// <summary>Judges a local part as it would be stored. Upper case is refused: lower-case first if the face is to be lenient.</summary>
    /// <remarks>May take a millisecond for a name full of digits, so not for a hot path.</remarks>
    public RuleVerdict Check(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        // Length first: whatever follows may cost more than its length.
        if (name.Length > options.MaxLength)
            return new(RuleReason.NameTooLong, $"The user name may have at most {options.MaxLength} characters.");
        if (name.Length < options.MinLength)
            return new(RuleReason.NameTooShort, $"The user name must have at least {options.MinLength} characters.");
        if (!name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)))
            return new(RuleReason.NameCharacters, "The user name may only have the letters a to z in lower case and digits, so that no two names look alike.");
        return _reserved.Matches(name)
            ? new(RuleReason.NameReserved, "This user name is reserved, or could be mistaken for one of the people who run this service. Please choose another.")
            : default;
    }
}
