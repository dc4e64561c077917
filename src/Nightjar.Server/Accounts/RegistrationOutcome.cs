namespace Nightjar.Server.Accounts;

/// <summary>What became of somebody's wish to register or to change a password.</summary>
public enum RegistrationOutcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>Registration is closed, and no code opened it.</summary>
    Closed,

    /// <summary>The name is not one that may be registered.</summary>
    NameRefused,

    /// <summary>The password is not one that may be used.</summary>
    PasswordRefused,

    /// <summary>The name belongs to somebody, or did, or is kept for somebody.</summary>
    Taken,

    /// <summary>Too many registrations from there; later it is possible.</summary>
    Limited,
}
