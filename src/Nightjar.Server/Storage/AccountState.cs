namespace Nightjar.Server.Storage;

/// <summary>Whether an account may be used. The numbers are stored: never change one.</summary>
public enum AccountState
{
    /// <summary>In use.</summary>
    Active = 0,

    /// <summary>Blocked for now, by the guard or an operator; contents stay.</summary>
    Suspended = 1,

    /// <summary>Switched off until an operator switches it on again.</summary>
    Disabled = 2,
}
