using Microsoft.Data.Sqlite;
using Nightjar.Server.Storage;
using SQLitePCL;

namespace Nightjar.Storage.Sqlite;

/// <summary>
/// The one statement that runs for every message, on SQLite's own interface: binding spans without boxing costs a third of what a command
/// with parameter objects does.
/// </summary>
sealed class ArchiveInsert : IDisposable
{
    const string Sql =
        "INSERT INTO archive (id, owner, seq, peer_hash, hour, deliver, message) VALUES (?, ?, ?, ?, ?, ?, ?)";

    readonly sqlite3 _connection;
    readonly sqlite3_stmt _statement;

    public ArchiveInsert(sqlite3 connection)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v2(connection, Sql, out _statement));
    }

    public void Run(long id, OwnerId owner, long sequence, ReadOnlySpan<byte> peer, long hour, bool deliver, ReadOnlySpan<byte> message)
    {
        Span<byte> name = stackalloc byte[OwnerId.Size];
        owner.WriteTo(name);
        raw.sqlite3_bind_int64(_statement, 1, id);
        Check(raw.sqlite3_bind_blob(_statement, 2, name));
        raw.sqlite3_bind_int64(_statement, 3, sequence);
        Check(raw.sqlite3_bind_blob(_statement, 4, peer));
        raw.sqlite3_bind_int64(_statement, 5, hour);
        raw.sqlite3_bind_int(_statement, 6, deliver ? 1 : 0);
        Check(raw.sqlite3_bind_blob(_statement, 7, message));
        var result = raw.sqlite3_step(_statement);
        if (result != raw.SQLITE_DONE)
        {
            // Made before the reset, while the connection still knows what went wrong.
            var error = Error(result);
            raw.sqlite3_reset(_statement);
            throw error;
        }

        raw.sqlite3_reset(_statement);
    }

    public void Dispose() => _statement.Dispose();

    void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw Error(result);
        }
    }

    SqliteException Error(int result) => new(
        raw.sqlite3_errmsg(_connection).utf8_to_string(), result & 0xFF, raw.sqlite3_extended_errcode(_connection));
}
