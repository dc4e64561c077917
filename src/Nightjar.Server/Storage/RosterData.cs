namespace Nightjar.Server.Storage;

/// <summary>A roster at one version.</summary>
/// <param name="Version">The version; 0 when there never was a change.</param>
/// <param name="Rows">All contacts, in no particular order.</param>
public sealed record RosterData(long Version, IReadOnlyList<RosterRow> Rows);
