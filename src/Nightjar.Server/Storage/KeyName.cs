namespace Nightjar.Server.Storage;

/// <summary>Names one key of the key store.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Id">Which one; see <see cref="KeyKind"/>.</param>
public readonly record struct KeyName(KeyKind Kind, UInt128 Id);
