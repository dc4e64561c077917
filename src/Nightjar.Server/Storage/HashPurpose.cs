namespace Nightjar.Server.Storage;

/// <summary>What a keyed look-up hash stands for, so that equal texts of different meaning do not look alike. The numbers are stored.</summary>
public enum HashPurpose
{
    /// <summary>Another address, in a roster or an archive.</summary>
    Peer = 1,

    /// <summary>A category of values.</summary>
    Category = 2,

    /// <summary>A key within a category.</summary>
    Key = 3,
}
