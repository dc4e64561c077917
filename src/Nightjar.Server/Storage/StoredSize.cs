namespace Nightjar.Server.Storage;

/// <summary>How much of one kind an owner has.</summary>
/// <param name="Kind"><c>account</c>, <c>roster</c>, <c>values</c> or <c>archive</c>.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Bytes">Bytes as stored.</param>
public readonly record struct StoredSize(string Kind, long Rows, long Bytes);
