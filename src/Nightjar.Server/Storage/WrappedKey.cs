namespace Nightjar.Server.Storage;

/// <summary>A key as the key store keeps it.</summary>
/// <param name="Name">Which key.</param>
/// <param name="Generation">Counts replacements (of the history key, for owners).</param>
/// <param name="Wrapped">The key, sealed under the epoch key; empty stands for removal where a change is applied.</param>
public readonly record struct WrappedKey(KeyName Name, int Generation, ReadOnlyMemory<byte> Wrapped);
