namespace Nightjar.Server.Accounts;

/// <summary>Why a user name or a password that somebody chose is refused. The names are stable: metrics and the web API show them.</summary>
public enum RuleReason
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The user name has too few characters.</summary>
    NameTooShort,

    /// <summary>The user name has too many characters.</summary>
    NameTooLong,

    /// <summary>The user name has something other than the letters a-z and digits.</summary>
    NameCharacters,

    /// <summary>The user name is kept for the service, or could be taken for one that is.</summary>
    NameReserved,

    /// <summary>The password has too few characters.</summary>
    PasswordTooShort,

    /// <summary>The password has too many characters.</summary>
    PasswordTooLong,

    /// <summary>The password has characters that not every device can type or encodes alike.</summary>
    PasswordCharacters,

    /// <summary>The password is little more than the user name.</summary>
    PasswordIsName,

    /// <summary>The password is little more than one that attackers try first.</summary>
    PasswordKnown,

    /// <summary>The password is a run like 1234567890, or repeats very few characters.</summary>
    PasswordPattern,
}
