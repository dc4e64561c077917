using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>A few threads, each with a read-only connection. Who finds the queue full waits asynchronously for room.</summary>
sealed class ReaderPool : IDisposable
{
    // Guarded by itself with a monitor, whose wait does not spin: spinning costs more than the reads themselves.
    readonly Queue<Action<Database>> _jobs = new();
    bool _closed;
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
        Enqueue(database =>
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
        });
        return await done.Task.ConfigureAwait(false);
    }

    /// <summary>Answers what is queued, then closes the connections.</summary>
    public void Dispose()
    {
        lock (_jobs)
        {
            _closed = true;
            Monitor.PulseAll(_jobs);
        }

        _threads.ForEach(t => t.Join());
        _databases.ForEach(d => d.Dispose());
    }

    void Enqueue(Action<Database> job)
    {
        lock (_jobs)
        {
            if (_closed)
            {
                throw new StorageException(StorageErrorKind.Closed, "The store is closed.");
            }

            _jobs.Enqueue(job);
            Monitor.Pulse(_jobs);
        }
    }

    Action<Database>? Next()
    {
        lock (_jobs)
        {
            while (_jobs.Count == 0)
            {
                if (_closed)
                {
                    return null;
                }

                Monitor.Wait(_jobs);
            }

            return _jobs.Dequeue();
        }
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
        while (Next() is { } job)
        {
            job(database);
        }
    }
}
