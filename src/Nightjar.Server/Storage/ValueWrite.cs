namespace Nightjar.Server.Storage;

/// <summary>One change of an atomic batch.</summary>
/// <param name="Owner">Whose value.</param>
/// <param name="Category">Its category.</param>
/// <param name="Key">Its key.</param>
/// <param name="Value">The new value; null removes it.</param>
public readonly record struct ValueWrite(OwnerId Owner, string Category, string Key, ReadOnlyMemory<byte>? Value);
