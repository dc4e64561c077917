using System.Diagnostics;
using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>The one thread that writes: takes a batch, commits it, tells those who wait, and cleans up when nothing waits.</summary>
sealed class Writer : IDisposable
{
    static readonly TimeSpan s_retry = TimeSpan.FromSeconds(5);     // after a failed clean-up: a full disk is not emptied by trying
    static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(200); // a clean-up step gets its turn at least that often under load

    readonly Database _database;
    readonly WriteQueue _queue;
    readonly ArchiveTable _archive;
    readonly Purger _purger;
    readonly StoreMetrics _metrics;
    readonly Thread _thread;
    long _nextCleaning = Stopwatch.GetTimestamp();

    public Writer(Database database, WriteQueue queue, ArchiveTable archive, Purger purger, StoreMetrics metrics)
    {
        (_database, _queue, _archive, _purger, _metrics) = (database, queue, archive, purger, metrics);
        _thread = new Thread(Work) { IsBackground = true, Name = "storage writer" };
        _thread.Start();
    }

    /// <summary>Commits what is queued and ends the thread; the queue must be closed.</summary>
    public void Dispose() => _thread.Join();

    void Work()
    {
        while (true)
        {
            var idle = !_purger.HasWork && !_purger.WantsTruncation;
            var wait = idle ? Timeout.InfiniteTimeSpan : Remaining();
            if (_queue.Take(wait) is { } batch)
            {
                Run(batch);
                _queue.Release(batch);
                if (idle || Stopwatch.GetElapsedTime(_nextCleaning) < s_patience)
                {
                    continue;
                }
            }
            else if (_queue.IsClosed)
            {
                return;
            }

            Clean();
        }
    }

    TimeSpan Remaining()
    {
        var elapsed = Stopwatch.GetElapsedTime(_nextCleaning);
        return elapsed < TimeSpan.Zero ? -elapsed : TimeSpan.Zero;
    }

    void Run(WriteBatch batch)
    {
        var started = Stopwatch.GetTimestamp();
        StorageException? error = null;
        try
        {
            if (batch.Exclusive)
            {
                Alone(batch.Commands[0]);
            }
            else
            {
                _database.Transaction(() => Together(batch));
            }

            _metrics.Committed(batch.Count, Stopwatch.GetElapsedTime(started));
        }
        catch (Exception e)
        {
            // Whatever it is, it belongs to those who wait; the thread must live on to try the next commit.
            error = SqliteErrors.Translate(e, _database.Path);
            _metrics.Failed(error.Kind.ToString());
        }

        batch.Complete(error);
    }

    void Alone(WriteCommand command)
    {
        try
        {
            command.Execute(_database);
        }
        catch (Exception e)
        {
            command.Fail(SqliteErrors.Translate(e, _database.Path));
        }
    }

    bool Together(WriteBatch batch)
    {
        _archive.Insert(_database, batch.Rows);
        _archive.Mark(_database, batch.Marks);
        foreach (var command in batch.Commands)
        {
            // One refused operation takes back its own changes; an error of the database takes the whole commit with it.
            _database.Run("SAVEPOINT command");
            try
            {
                command.Execute(_database);
            }
            catch (Exception e) when (!SqliteErrors.SpoilsCommit(e))
            {
                _database.Run("ROLLBACK TO command");
                command.Fail(e);
            }

            _database.Run("RELEASE command");
        }

        return true;
    }

    void Clean()
    {
        try
        {
            if (_purger.HasWork)
            {
                _purger.Step(_database);
                _nextCleaning = Stopwatch.GetTimestamp();
            }
            else if (_purger.WantsTruncation)
            {
                // Fails while a reader looks at an older state; that does not last.
                _purger.WantsTruncation = !_database.Truncate();
                _nextCleaning = Stopwatch.GetTimestamp() + (long)(0.1 * Stopwatch.Frequency);
            }
        }
        catch (Exception e)
        {
            _metrics.Failed(SqliteErrors.Translate(e, _database.Path).Kind.ToString());
            _nextCleaning = Stopwatch.GetTimestamp() + (long)(s_retry.TotalSeconds * Stopwatch.Frequency);
        }
    }
}
