using Nightjar.Server.Configuration;

namespace Nightjar.Server.Accounts;

/// <summary>
/// The rules for passwords that people choose themselves (P13), the same for registration and change on every way. Immutable
/// and safe for concurrent use. Works in buffers that are cleared; makes no string of the password.
/// </summary>
/// <remarks>
/// The user name and known bad passwords count for nothing: what stands beside them must be a secret of
/// <see cref="MinBeside"/> characters by itself. So <c>alice2026!</c> and <c>Sunshine99</c> are refused, and
/// <c>alice likes 7 teapots</c> is not.
/// </remarks>
public sealed class PasswordRules(PasswordOptions options)
{
    /// <summary>Fewest characters beside the user name or a known word: the years, digits and signs that people append are fewer.</summary>
    public const int MinBeside = 6;

    /// <summary>Fewest different characters: below this a password is a pattern, however long.</summary>
    public const int MinDifferent = 5;

    // Longest that is looked through for words; beyond it, a pattern apart, nothing known fills a password up.
    const int MaxSearched = 64;

    /// <summary>Judges a password for the account with the given local part.</summary>
    public RuleVerdict Check(string userName, ReadOnlySpan<char> password)
    {
        ArgumentNullException.ThrowIfNull(userName);
        if (password.Length > options.MaxLength)
            return new(RuleReason.PasswordTooLong, $"The password may have at most {options.MaxLength} characters.");
        if (password.Length < options.MinLength)
            return new(RuleReason.PasswordTooShort, $"The password must have at least {options.MinLength} characters. A few random words are easy to remember.");
        if (password.ContainsAnyExceptInRange(' ', '~'))
            return new(RuleReason.PasswordCharacters, "The password may only have the Latin letters, digits, spaces and signs of an English keyboard, so that every device encodes it alike.");

        Span<char> lower = stackalloc char[Math.Min(password.Length, MaxSearched)];
        password[..lower.Length].ToLowerInvariant(lower);
        try
        {
            if (PasswordShape.IsPattern(lower, MinDifferent))
                return new(RuleReason.PasswordPattern, "The password is a simple pattern. Please use several words or random characters.");
            if (password.Length > MaxSearched)
                return default;
            if (IsMostlyName(lower, userName.ToLowerInvariant()))
                return new(RuleReason.PasswordIsName, "The password is little more than the user name. Please choose something that has nothing to do with it.");
            if (PasswordShape.IsMostlyKnown(lower, MinBeside))
                return new(RuleReason.PasswordKnown, "The password is on the lists that attackers try first, or little more than an entry of them. Please use several words or random characters.");
            return default;
        }
        finally
        {
            lower.Clear();
        }
    }

    static bool IsMostlyName(ReadOnlySpan<char> password, string name)
    {
        if (name.Length == 0)
            return false;
        Span<char> reversed = stackalloc char[Math.Min(name.Length, MaxSearched)];
        name.AsSpan(0, reversed.Length).CopyTo(reversed);
        reversed.Reverse();
        return IsMostly(password, name) || IsMostly(password, reversed);
    }

    // Whether, all occurrences of the word left out, too little remains.
    static bool IsMostly(ReadOnlySpan<char> password, ReadOnlySpan<char> word)
    {
        int beside = 0, at = 0;
        var found = false;
        while (at < password.Length)
        {
            if (password[at..].StartsWith(word))
            {
                found = true;
                at += word.Length;
            }
            else
            {
                beside++;
                at++;
            }
        }
        return found && beside < MinBeside;
    }
}
