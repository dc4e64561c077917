namespace Nightjar.Storage.Sqlite;

/// <summary>Entries of one append; its commit is the batch's.</summary>
sealed class AppendWrite(ArchiveRow[] rows) : QueuedWrite
{
    const int RowOverhead = 200; // objects and addresses around the stanza's own bytes

    public Task Committed { get; private set; } = Task.CompletedTask;

    public override int Count => rows.Length;

    public override long Bytes
    {
        get
        {
            long bytes = 0;
            foreach (var row in rows)
            {
                bytes += row.Entry.Stanza.Length + RowOverhead;
            }

            return bytes;
        }
    }

    public override void Join(WriteBatch batch)
    {
        batch.Rows.AddRange(rows);
        Committed = batch.Committed;
    }
}
