namespace Nightjar.Server.Storage;

/// <summary>What ties the key store, the epoch key file and the data together.</summary>
/// <param name="VaultId">Random, made at first start; the data carries it too.</param>
/// <param name="EpochId">Random, one for each epoch; names the epoch key under which the key store is wrapped.</param>
public readonly record struct VaultHeader(UInt128 VaultId, UInt128 EpochId);
