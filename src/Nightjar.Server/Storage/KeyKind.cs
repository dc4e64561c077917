namespace Nightjar.Server.Storage;

/// <summary>What a wrapped key is for. The numbers are stored: never change one.</summary>
public enum KeyKind
{
    /// <summary>An owner's data key and history key, 64 bytes together; the id is the owner's.</summary>
    Owner = 1,

    /// <summary>One day's key, for all owners; the id is the day number (days since 0001-01-01).</summary>
    Day = 2,

    /// <summary>The key that hashes account names; the id is its generation.</summary>
    Name = 3,
}
