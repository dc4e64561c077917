using System.Collections.Concurrent;
using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>A few threads, each with a read-only connection. Who finds the queue full waits asynchronously for room.</summary>
sealed class ReaderPool : IDisposable
{
    readonly BlockingCollection<Action<Database>> _jobs = [];
    readonly SemaphoreSlim _room;
    readonly List<Thread> _threads = [];
    readonly List<Database> _databases = [];

    public ReaderPool(string path, int threads, int queued)
    {
        _room = new SemaphoreSlim(queued);
        try
        {
            for (var i = 0; i < threads; i++)
            {
                _databases.Add(Database.Open(path, readOnly: true));
            }
        }
        catch
        {
            _databases.ForEach(d => d.Dispose());
            throw;
        }

        foreach (var database in _databases)
        {
            var thread = new Thread(() => Serve(database)) { IsBackground = true, Name = "storage reader" };
            thread.Start();
            _threads.Add(thread);
        }
    }

    /// <summary>Runs a query on one of the threads, in one consistent view of the database.</summary>
    public async Task<T> RunAsync<T>(Func<Database, T> query, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _jobs.Add(
                database =>
                {
                    _room.Release();
                    try
                    {
                        done.TrySetResult(cancellationToken.IsCancellationRequested
                            ? throw new OperationCanceledException(cancellationToken)
                            : InOneView(database, query));
                    }
                    catch (OperationCanceledException e)
                    {
                        done.TrySetCanceled(e.CancellationToken);
                    }
                    catch (Exception e)
                    {
                        done.TrySetException(SqliteErrors.Translate(e, database.Path));
                    }
                },
                CancellationToken.None);
        }
        catch (InvalidOperationException e)
        {
            throw new StorageException(StorageErrorKind.Closed, "The store is closed.", e);
        }

        return await done.Task.ConfigureAwait(false);
    }

    /// <summary>Answers what is queued, then closes the connections.</summary>
    public void Dispose()
    {
        _jobs.CompleteAdding();
        _threads.ForEach(t => t.Join());
        _databases.ForEach(d => d.Dispose());
        _jobs.Dispose();
    }

    static T InOneView<T>(Database database, Func<Database, T> query)
    {
        database.Run("BEGIN");
        try
        {
            return query(database);
        }
        finally
        {
            database.Rollback();
        }
    }

    void Serve(Database database)
    {
        foreach (var job in _jobs.GetConsumingEnumerable())
        {
            job(database);
        }
    }
}
