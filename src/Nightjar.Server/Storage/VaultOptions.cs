namespace Nightjar.Server.Storage;

/// <summary>How a vault is set up.</summary>
public sealed record VaultOptions
{
    /// <summary>The file of the wrapped epoch key; created when the key store is new.</summary>
    public required string EpochKeyPath { get; init; }

    /// <summary>The vault the data belongs to; null when there is no data yet.</summary>
    public UInt128? DataVaultId { get; init; }

    /// <summary>Owners whose keys stay unwrapped in memory: about 3 KiB each, so 12 MiB at most.</summary>
    public int CachedOwners { get; init; } = 4096;

    /// <summary>
    /// False stores values plainly: only for the control test that shows what the sealing hides. Not reachable from the
    /// configuration. A store written in one mode does not open values written in the other.
    /// </summary>
    public bool SealValues { get; init; } = true;
}
