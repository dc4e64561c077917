namespace Nightjar.Server.Storage;

/// <summary>Which table a sealed value stands in: each has its own derived key. The numbers are stored: never change one.</summary>
public enum VaultTable
{
    /// <summary>Account names and credentials.</summary>
    Account = 1,

    /// <summary>Contacts.</summary>
    Roster = 2,

    /// <summary>Values by category and key.</summary>
    Value = 3,

    /// <summary>Delivery marks.</summary>
    Delivery = 4,

    /// <summary>Archived messages (sealed under the history key and a day key, not the data key).</summary>
    Archive = 5,
}
