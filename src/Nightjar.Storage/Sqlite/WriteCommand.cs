namespace Nightjar.Storage.Sqlite;

/// <summary>A write with its own result, run on the writer thread.</summary>
abstract class WriteCommand(bool exclusive, long bytes) : QueuedWrite
{
    public override bool Exclusive => exclusive;

    public override long Bytes => bytes;

    public override void Join(WriteBatch batch) => batch.Commands.Add(this);

    /// <summary>Does it, inside the batch's transaction unless exclusive.</summary>
    public abstract void Execute(Database database);

    /// <summary>Hands out the result, after the commit.</summary>
    public abstract void Complete();

    /// <summary>Notes the error; <see cref="Complete"/> hands it out.</summary>
    public abstract void Fail(Exception error);
}
