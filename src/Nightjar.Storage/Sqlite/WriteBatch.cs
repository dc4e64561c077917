using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>What goes into one commit.</summary>
sealed class WriteBatch(bool exclusive)
{
    readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool Exclusive => exclusive;

    public int Count { get; set; }

    public long Bytes { get; set; }

    public List<ArchiveRow> Rows { get; } = [];

    public Dictionary<OwnerId, List<long>> Marks { get; } = [];

    public List<WriteCommand> Commands { get; } = [];

    /// <summary>The commit that all rows and marks of this batch share.</summary>
    public Task Committed => _done.Task;

    /// <summary>Tells everybody who waits.</summary>
    public void Complete(Exception? error)
    {
        foreach (var row in Rows)
        {
            row.Counter.Settled();
        }

        if (error is null)
        {
            _done.TrySetResult();
        }
        else
        {
            _done.TrySetException(error);
            _ = _done.Task.Exception; // nobody may be waiting; that is not a second error
        }

        foreach (var command in Commands)
        {
            if (error is not null)
            {
                command.Fail(error);
            }

            command.Complete();
        }
    }
}
