namespace Nightjar.Server.Storage;

/// <summary>
/// Contact lists (RFC 6121 §2). Versions strictly increase for an owner, also over removals. Changes since a version are not
/// remembered: a client whose version is old gets the whole roster, as RFC 6121 §2.6.3 allows, because a record of
/// removed contacts would keep what the user wanted gone.
/// </summary>
public interface IRosterStore
{
    /// <summary>The whole roster in no particular order; version 0 and no rows when there never was one.</summary>
    ValueTask<RosterData> LoadAsync(OwnerId owner, CancellationToken cancellationToken = default);

    /// <summary>Adds or replaces one row; returns the new version.</summary>
    Task<long> PutAsync(OwnerId owner, RosterRow row, CancellationToken cancellationToken = default);

    /// <summary>Removes one row if it is there; returns the new version (a new one in either case).</summary>
    Task<long> RemoveAsync(OwnerId owner, string peer, CancellationToken cancellationToken = default);
}
