using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>The last sequence an owner's archive gave out, and how many entries still wait for their commit.</summary>
sealed class OwnerCounter(OwnerId owner, long last)
{
    int _unsettled;

    public OwnerId Owner => owner;

    /// <summary>Changed under the lock of the cache only.</summary>
    public long Last { get; private set; } = last;

    /// <summary>When it was used last, in uses of the cache.</summary>
    public long LastUse { get; set; }

    /// <summary>While entries wait, the database does not know the last sequence, and this object must not be forgotten.</summary>
    public bool IsSettled => Volatile.Read(ref _unsettled) == 0;

    public long Next()
    {
        Interlocked.Increment(ref _unsettled);
        return ++Last;
    }

    public void Settled() => Interlocked.Decrement(ref _unsettled);
}
