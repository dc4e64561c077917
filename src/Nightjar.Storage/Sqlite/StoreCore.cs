using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>What the parts of the store share: the ways to the writer and the readers, and the vault.</summary>
sealed class StoreCore(Vault vault, WriteQueue queue, ReaderPool readers, OwnerCounters counters)
{
    public Vault Vault => vault;

    public OwnerCounters Counters => counters;

    /// <summary>Queues a write that waits for its own result.</summary>
    public async Task<T> WriteAsync<T>(
        Func<Database, T> work, CancellationToken cancellationToken, bool exclusive = false, long bytes = 0)
    {
        var command = new WriteCommand<T>(work, exclusive, bytes);
        await queue.AddAsync(command, cancellationToken).ConfigureAwait(false);
        return await command.Task.ConfigureAwait(false);
    }

    public ValueTask QueueAsync(QueuedWrite write, CancellationToken cancellationToken) => queue.AddAsync(write, cancellationToken);

    public Task<T> ReadAsync<T>(Func<Database, T> query, CancellationToken cancellationToken) =>
        readers.RunAsync(query, cancellationToken);

    /// <summary>A query on an owner that may be deleted at this moment: then the answer is the one for nothing there.</summary>
    public async ValueTask<T> ReadOwnedAsync<T>(Func<Database, T> query, T none, CancellationToken cancellationToken)
    {
        try
        {
            return await readers.RunAsync(query, cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException e) when (e.Kind == StorageErrorKind.NoSuchOwner)
        {
            return none;
        }
    }
}
