using System.Runtime.InteropServices;
using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>Delivery marks of one owner; all marks of one batch become one row per owner.</summary>
sealed class MarkWrite(OwnerId owner, long[] sequences) : QueuedWrite
{
    public Task Committed { get; private set; } = Task.CompletedTask;

    public override long Bytes => 100 + (sequences.Length * sizeof(long));

    public override void Join(WriteBatch batch)
    {
        ref var marks = ref CollectionsMarshal.GetValueRefOrAddDefault(batch.Marks, owner, out _);
        (marks ??= []).AddRange(sequences);
        Committed = batch.Committed;
    }
}
