namespace Nightjar.Storage.Sqlite;

/// <summary>Something that waits for its commit.</summary>
abstract class QueuedWrite
{
    /// <summary>How many writes it counts for.</summary>
    public virtual int Count => 1;

    /// <summary>Roughly the bytes it holds.</summary>
    public virtual long Bytes => 0;

    /// <summary>Whether it gets a batch of its own, in which it makes its own commits: nothing passes it in either direction.</summary>
    public virtual bool Exclusive => false;

    /// <summary>Puts it into the batch that will be committed; called once, under the queue's lock.</summary>
    public abstract void Join(WriteBatch batch);
}
