using Microsoft.Data.Sqlite;
using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>One connection with its prepared statements. Belongs to one thread at a time.</summary>
sealed class Database : IDisposable
{
    readonly SqliteConnection _connection;
    readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    ArchiveInsert? _insertMessage;

    Database(string path, SqliteConnection connection) => (Path, _connection) = (path, connection);

    public string Path { get; }

    /// <summary>Whether a transaction is open (SQLite ends one by itself after some errors).</summary>
    public bool InTransaction => SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle!) == 0;

    /// <summary>The prepared insertion of a message.</summary>
    public ArchiveInsert InsertMessage => _insertMessage ??= new ArchiveInsert(_connection.Handle!);

    /// <summary>Opens (and creates, with mode 0600) the file for writing, or for reading only.</summary>
    public static Database Open(string path, bool readOnly = false)
    {
        SqliteConnection? connection = null;
        try
        {
            if (!readOnly)
            {
                // Created here and not by SQLite, which would use the umask; journals inherit the mode of the file.
                PrivateFiles.OpenOrCreate(path).Dispose();
            }

            connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Pooling = false,
                Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite,
                DefaultTimeout = 10,
            }.ToString());
            connection.Open();
            var database = new Database(path, connection);
            database.Configure(readOnly);
            return database;
        }
        catch (Exception e)
        {
            connection?.Dispose();
            throw SqliteErrors.Translate(e, path);
        }
    }

    /// <summary>Runs a statement; returns the rows it changed. Parameters are <c>$1</c>, <c>$2</c> …</summary>
    public int Run(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    /// <summary>The first column of the first row, or null (for no row and for NULL).</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) =>
        Bind(sql, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    /// <summary>A reader over the rows; must be disposed before the same statement is used again.</summary>
    public SqliteDataReader Query(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteReader();

    /// <summary>Runs several statements without parameters, unprepared.</summary>
    public void Script(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>All in one transaction; whatever is thrown rolls it back.</summary>
    public T Transaction<T>(Func<T> work)
    {
        Run("BEGIN IMMEDIATE");
        try
        {
            var result = work();
            Run("COMMIT");
            return result;
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    /// <summary>Ends the transaction without its changes, if SQLite has not done so itself.</summary>
    public void Rollback()
    {
        if (InTransaction)
        {
            Run("ROLLBACK");
        }
    }

    /// <summary>Moves the journal into the database and cuts it to nothing; false when a reader was in the way.</summary>
    public bool Truncate() => Convert.ToInt64(Scalar("PRAGMA wal_checkpoint(TRUNCATE)"), null) == 0;

    public void Dispose()
    {
        _insertMessage?.Dispose();
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    void Configure(bool readOnly)
    {
        // FULL: a commit is on the platter when it returns, also in a power cut. In WAL mode the default would not be.
        Script("PRAGMA busy_timeout=10000; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8192;");
        if (!readOnly)
        {
            // secure_delete: deleted bytes are overwritten with zeroes. wal_autocheckpoint: 16 MiB of journal, so that pages written again and
            // again (the index) are copied once for many commits. journal_size_limit: a burst does not leave a larger file behind.
            Script("PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=4000; PRAGMA journal_size_limit=16777216;");
        }
    }

    SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 1; i <= values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = "$" + i });
            }

            _prepared.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }
}
