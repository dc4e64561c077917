namespace Nightjar.Server.Accounts;

/// <summary>Whether a name may be registered as far as codes are concerned.</summary>
public enum RegistrationCodeCheck
{
    /// <summary>No code was issued for the name: the usual rules decide.</summary>
    Free,

    /// <summary>The name waits for its code, and this was not it (or it has expired).</summary>
    Held,

    /// <summary>The code fits: the name may be registered, also where registration is closed.</summary>
    Accepted,
}
