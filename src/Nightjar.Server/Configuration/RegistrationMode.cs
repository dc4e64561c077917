namespace Nightjar.Server.Configuration;

/// <summary>Who may create an account on a domain.</summary>
public enum RegistrationMode
{
    /// <summary>Only the operator, or somebody with a one-time code from the operator.</summary>
    Closed,

    /// <summary>Anybody, within the registration limits.</summary>
    Open,
}
