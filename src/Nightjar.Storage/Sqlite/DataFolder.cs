using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>The paths of a store, and the lock that keeps a second process out: caches and counters live in this one.</summary>
sealed class DataFolder : IDisposable
{
    readonly FileStream _lock;

    public DataFolder(SqliteStoreOptions options)
    {
        DataPath = options.DataPath ?? Path.Combine(options.Folder, "data.db");
        KeysPath = options.KeysPath ?? Path.Combine(options.Folder, "keys.db");
        EpochKeyPath = options.EpochKeyPath ?? Path.Combine(options.Folder, "epoch.key");
        MasterKeyPath = options.MasterKeyPath ?? Path.Combine(options.Folder, "master.key");
        try
        {
            foreach (var path in (string[])[DataPath, KeysPath, EpochKeyPath, MasterKeyPath])
            {
                PrivateFiles.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            }

            PrivateFiles.CreateFolder(options.Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageErrorKind.ReadOnly, $"The data folder cannot be created: {e.Message}", e);
        }

        _lock = Lock(DataPath + ".lock");
    }

    public string DataPath { get; }

    public string KeysPath { get; }

    public string EpochKeyPath { get; }

    public string MasterKeyPath { get; }

    /// <summary>Whether any of the files has something in it, so that this is not a first start.</summary>
    public bool DataExists => ((string[])[DataPath, KeysPath, EpochKeyPath]).Any(p => File.Exists(p) && new FileInfo(p).Length > 0);

    public void Dispose() => _lock.Dispose();

    // The file stays when the lock is given up: to remove it would let two processes lock two files of one name.
    static FileStream Lock(string path)
    {
        try
        {
            return PrivateFiles.OpenOrCreate(path, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StorageException(StorageErrorKind.ReadOnly, $"The lock file {path} cannot be written: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new StorageException(
                StorageErrorKind.InUse, $"Another Nightjar process has this data open ({path} is locked). Stop it first.", e);
        }
    }
}
