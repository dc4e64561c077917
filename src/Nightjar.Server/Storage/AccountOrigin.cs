namespace Nightjar.Server.Storage;

/// <summary>How an account came to be. The numbers are stored: never change one.</summary>
public enum AccountOrigin
{
    /// <summary>Its user registered it.</summary>
    Registered = 0,

    /// <summary>The operator added it.</summary>
    Operator = 1,

    /// <summary>It was moved here from another server.</summary>
    Imported = 2,
}
