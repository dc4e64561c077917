namespace Nightjar.Server.Storage;

/// <summary>
/// Everything the server keeps. All members may be called from any thread. Bare JIDs are given normalised
/// (<c>romeo@localhost</c>); the store compares them as ordinal strings.
/// </summary>
/// <remarks>
/// A completed write is committed and survives a power cut. Writes wait asynchronously for room in a bounded queue; a
/// cancellation ends that wait only: what has been queued happens. Writes of one caller happen in the order of the calls.
/// A failed write surfaces as <see cref="StorageException"/> on the operation that awaits it. Continuations never run on
/// the store's own threads.
/// </remarks>
public interface IStore : IAsyncDisposable
{
    /// <summary>The owner of what belongs to the server itself (secrets that outlive a restart, for example). Always exists.</summary>
    OwnerId ServerOwner { get; }

    /// <summary>Accounts and their credentials.</summary>
    IAccountStore Accounts { get; }

    /// <summary>Contact lists.</summary>
    IRosterStore Rosters { get; }

    /// <summary>Small values by owner, category and key.</summary>
    IKeyValueStore Values { get; }

    /// <summary>Messages: history and offline delivery in one append-only table.</summary>
    IArchiveStore Archive { get; }

    /// <summary>Completes when everything that was queued before the call is committed (or has failed with its own error).</summary>
    Task FlushAsync();
}
