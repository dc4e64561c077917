using Microsoft.Data.Sqlite;
using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>What SQLite's result codes mean for the caller (https://www.sqlite.org/rescode.html).</summary>
static class SqliteErrors
{
    const int Perm = 3, Busy = 5, Locked = 6, ReadOnly = 8, Corrupt = 11, Full = 13, CantOpen = 14, NotADatabase = 26;
    const int IoErrorShortRead = 10 | (2 << 8); // the file ends before a page that the database says it has

    public static StorageException Translate(Exception error, string path) => error switch
    {
        StorageException known => known,
        SqliteException e => new StorageException(KindOf(e), Describe(KindOf(e), path, e), e),
        ObjectDisposedException e => new StorageException(StorageErrorKind.Closed, "The store is closed.", e),
        _ => new StorageException(StorageErrorKind.Other, $"{path}: {error.Message}", error),
    };

    /// <summary>Whether an error spoils the whole commit rather than one operation in it.</summary>
    public static bool SpoilsCommit(Exception error) => error is not StorageException and not ArgumentException;

    static StorageErrorKind KindOf(SqliteException e) => e.SqliteErrorCode switch
    {
        Full => StorageErrorKind.Full,
        ReadOnly or Perm or CantOpen => StorageErrorKind.ReadOnly,
        Corrupt or NotADatabase => StorageErrorKind.Corrupt,
        Busy or Locked => StorageErrorKind.InUse,
        _ when e.SqliteExtendedErrorCode == IoErrorShortRead => StorageErrorKind.Corrupt,
        _ => StorageErrorKind.Other,
    };

    static string Describe(StorageErrorKind kind, string path, SqliteException e) => kind switch
    {
        StorageErrorKind.Full => $"There is no room to write {path}. Nothing was lost or half written; make room, and writing goes on.",
        StorageErrorKind.ReadOnly => $"{path} cannot be opened or written (permissions, or a read-only file system).",
        StorageErrorKind.Corrupt => $"{path} is damaged or is not a Nightjar database. Restore it from a backup.",
        StorageErrorKind.InUse => $"{path} is in use by another program.",
        _ => $"{path}: SQLite reports error {e.SqliteExtendedErrorCode}: {e.Message}",
    };
}
