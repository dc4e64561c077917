namespace Nightjar.Server.Storage;

/// <summary>
/// Messages, append-only: the history of XEP-0313 and the offline queue of XEP-0160 are the same rows. An entry with
/// <see cref="ArchiveEntry.Deliver"/> is pending until it is marked delivered.
/// </summary>
public interface IArchiveStore
{
    /// <summary>
    /// Queues entries (1 to <see cref="StorageLimits.AppendEntries"/>) for one commit and gives their ids before it. Completes
    /// synchronously when the queue has room and the owners' keys and counters are in memory, which is the case
    /// for an owner that was active lately. Calls that name one owner must be made one after the other (the mailbox does):
    /// their sequences follow the order of the calls. Awaiting the returned task is not awaiting the commit:
    /// that is <see cref="ArchiveTicket.Committed"/>.
    /// </summary>
    /// <exception cref="StorageException"><see cref="StorageErrorKind.NoSuchOwner"/>, or the store cannot be read.</exception>
    ValueTask<ArchiveTicket> AppendAsync(IReadOnlyList<ArchiveEntry> entries, CancellationToken cancellationToken = default);

    /// <summary>
    /// Notes that entries reached a client that acknowledged them. Unknown, foreign or already marked sequences are ignored.
    /// All marks of one commit cost an owner one small row. Completes with the commit.
    /// </summary>
    Task MarkDeliveredAsync(OwnerId owner, IReadOnlyList<long> sequences, CancellationToken cancellationToken = default);

    /// <summary>
    /// Entries that wait for delivery, oldest first, with a sequence above <paramref name="after"/>, at most
    /// <paramref name="limit"/> (1 to 1,000). Entries whose day key is gone or that cannot be opened are left out.
    /// </summary>
    ValueTask<IReadOnlyList<ArchivedStanza>> PendingAsync(
        OwnerId owner, long after, int limit, CancellationToken cancellationToken = default);

    /// <summary>How many entries wait for delivery.</summary>
    ValueTask<int> PendingCountAsync(OwnerId owner, CancellationToken cancellationToken = default);

    /// <summary>The sequence behind an id that this owner's archive issued; null for anything else. Says nothing about whether the entry still exists.</summary>
    ValueTask<long?> SequenceOfAsync(OwnerId owner, string stanzaId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Clears the owner's history, offline entries included: the history key is replaced before this completes, so
    /// that nothing is readable any more; rows follow in the background, also across a restart (P6).
    /// </summary>
    Task ClearAsync(OwnerId owner, CancellationToken cancellationToken = default);

    /// <summary>
    /// One bounded step of retention: deletes up to <paramref name="maxRows"/> entries whose hour is wholly before
    /// <paramref name="before"/>. Returns how many; fewer than <paramref name="maxRows"/> means that none are left.
    /// </summary>
    Task<int> ExpireAsync(DateTimeOffset before, int maxRows, CancellationToken cancellationToken = default);
}
