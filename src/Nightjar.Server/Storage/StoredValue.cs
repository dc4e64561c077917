namespace Nightjar.Server.Storage;

/// <summary>A value and its key.</summary>
/// <param name="Key">The key within the category.</param>
/// <param name="Value">The value.</param>
public readonly record struct StoredValue(string Key, ReadOnlyMemory<byte> Value);
