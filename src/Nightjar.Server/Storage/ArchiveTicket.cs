namespace Nightjar.Server.Storage;

/// <summary>An accepted append.</summary>
/// <param name="Ids">One id for each entry, in order; good for stamping at once.</param>
/// <param name="Committed">
/// Completes when the entries are on disk (<c>synchronous=FULL</c>), or fails with <see cref="StorageException"/>, and then
/// nothing of this append was kept. Shared by all appends of one commit; commits complete in order; continuations are
/// started in order on the thread pool.
/// </param>
public readonly record struct ArchiveTicket(IReadOnlyList<ArchiveId> Ids, Task Committed);
