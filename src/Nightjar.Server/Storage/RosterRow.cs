namespace Nightjar.Server.Storage;

/// <summary>One contact.</summary>
/// <param name="Peer">The contact's bare JID, normalised.</param>
/// <param name="Value">What the roster keeps on it (at most <see cref="StorageLimits.ValueBytes"/>); opaque to the store, sealed with the name.</param>
public readonly record struct RosterRow(string Peer, ReadOnlyMemory<byte> Value);
