namespace Nightjar.Server.Storage;

/// <summary>What became of an attempt to create an account.</summary>
public enum AccountCreationOutcome
{
    /// <summary>It exists now.</summary>
    Created,

    /// <summary>There is an account of that name.</summary>
    NameTaken,

    /// <summary>There was an account of that name, and nobody may take it over.</summary>
    NameReserved,
}
