using System.Buffers.Binary;
using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>
/// The embedded store: one writer thread and a few reader threads on SQLite in WAL mode with <c>synchronous=FULL</c>, everything personal
/// sealed by the <see cref="Vault"/>. One process at a time.
/// </summary>
public sealed class SqliteStore : IStore
{
    readonly Stack<IDisposable> _parts;
    readonly WriteQueue _queue;
    readonly StoreCore _core;
    readonly KeyCare _keys;
    Task? _closing;

    SqliteStore(SqliteStoreOptions options, Stack<IDisposable> parts)
    {
        _parts = parts;
        var folder = Part(new DataFolder(options));
        var dataExists = folder.DataExists;
        var master = MasterKeySource.Load(folder.MasterKeyPath, dataExists);
        var (database, keyStore, vault) = OpenFiles(options, folder, master);
        Database = database;
        ServerOwner = OpenServerOwner(database, vault);
        _queue = new WriteQueue(options.QueuedWrites, options.QueuedBytes, options.CommitWrites);
        var metrics = Part(new StoreMetrics(options.Meters, () => _queue.Count, () => _queue.Bytes));
        var readers = Part(new ReaderPool(folder.DataPath, options.Readers, options.QueuedReads));
        _core = new StoreCore(vault, _queue, readers, new OwnerCounters(options.CachedCounters));
        _keys = new KeyCare(_core, ServerOwner);
        var purger = new Purger(vault);
        Accounts = new SqliteAccounts(_core, purger);
        Rosters = new SqliteRosters(_core);
        Values = new SqliteValues(_core);
        Archive = new SqliteArchive(_core, purger, options.Time);
        Part(new Writer(database, _queue, new ArchiveTable(vault), purger, metrics));
    }

    /// <inheritdoc/>
    public OwnerId ServerOwner { get; }

    /// <inheritdoc/>
    public IAccountStore Accounts { get; }

    /// <inheritdoc/>
    public IRosterStore Rosters { get; }

    /// <inheritdoc/>
    public IKeyValueStore Values { get; }

    /// <inheritdoc/>
    public IArchiveStore Archive { get; }

    /// <summary>The writer's connection, for tests; to be used within <see cref="OnWriterAsync"/> only.</summary>
    internal Database Database { get; }

    /// <summary>
    /// Opens the store, creating folder, keys and files on a first start. Takes some milliseconds of file work, done on the thread pool.
    /// </summary>
    /// <exception cref="StorageException">
    /// In use by another process, written by a newer version, damaged, not writable, or the keys do not fit; the message is for the operator.
    /// </exception>
    public static Task<SqliteStore> OpenAsync(SqliteStoreOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Task.Run(
            () =>
            {
                var parts = new Stack<IDisposable>();
                try
                {
                    return new SqliteStore(options, parts);
                }
                catch (Exception e)
                {
                    CloseParts(parts);
                    throw SqliteErrors.Translate(e, options.Folder);
                }
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task FlushAsync() => _core.WriteAsync(_ => true, CancellationToken.None, exclusive: true);

    /// <summary>
    /// Renews the epoch key, so that destroyed keys cannot be recovered from dead pages or older copies of the key store (P6, P8). Other
    /// writes wait meanwhile: some microseconds for each account.
    /// </summary>
    public Task RenewEpochAsync(CancellationToken cancellationToken = default) => _keys.RenewEpochAsync(cancellationToken);

    /// <summary>Destroys the keys of all days before the given one: nobody's messages of those days open any more (P7). Returns how many.</summary>
    public Task<int> DestroyDayKeysAsync(DateOnly before, CancellationToken cancellationToken = default) =>
        _keys.DestroyDayKeysAsync(before, cancellationToken);

    /// <summary>Makes a new key for the hashes of account names and rehashes them, in pieces, while the store is in use.</summary>
    public Task RotateNameKeyAsync(CancellationToken cancellationToken = default) => _keys.RotateNameKeyAsync(cancellationToken);

    /// <summary>Commits what is queued, closes the files and zeroes the keys. Operations begun later report <see cref="StorageErrorKind.Closed"/>.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_parts)
        {
            _queue.Close();
            return new ValueTask(_closing ??= Task.Run(() => CloseParts(_parts)));
        }
    }

    /// <summary>Runs something on the writer thread, for tests.</summary>
    internal Task<T> OnWriterAsync<T>(Func<Database, T> work) => _core.WriteAsync(work, CancellationToken.None, exclusive: true);

    // In reverse order: the writer ends first, the lock is given up last.
    static void CloseParts(Stack<IDisposable> parts)
    {
        while (parts.TryPop(out var part))
        {
            part.Dispose();
        }
    }

    static OwnerId OpenServerOwner(Database database, Vault vault)
    {
        if (Meta(database, "vault") is null)
        {
            database.Transaction(() =>
            {
                SetMeta(database, "server", OwnerId.New().ToByteArray());
                return SetMeta(database, "vault", new OwnerId(vault.Header.VaultId).ToByteArray());
            });
        }

        var server = OwnerId.FromBytes(Meta(database, "server")!);
        if (!vault.Exists(server))
        {
            vault.AddOwners([server]); // the first start, or one that was cut short at this point
        }

        return server;
    }

    static byte[]? Meta(Database database, string name) =>
        database.Scalar("SELECT value FROM meta WHERE name = $1", name) as byte[];

    static int SetMeta(Database database, string name, byte[] value) =>
        database.Run("INSERT INTO meta (name, value) VALUES ($1, $2)", name, value);

    (Database, SqliteKeyStore, Vault) OpenFiles(SqliteStoreOptions options, DataFolder folder, MasterKey master)
    {
        try
        {
            var database = Part(Database.Open(folder.DataPath));
            Migrations.Apply(database, DataSchema.Steps);
            var keyStore = Part(new SqliteKeyStore(folder.KeysPath));
            var vaultId = Meta(database, "vault") is { } id ? BinaryPrimitives.ReadUInt128BigEndian(id) : (UInt128?)null;
            if (vaultId is null && keyStore.List(KeyKind.Owner).Count > 0)
            {
                throw new StorageException(
                    StorageErrorKind.WrongKey,
                    $"{folder.DataPath} is missing or empty, but {folder.KeysPath} holds keys of accounts. Restore the database, "
                    + "or remove the key store to begin anew.");
            }

            var vault = Part(Vault.Open(
                new VaultOptions
                {
                    EpochKeyPath = folder.EpochKeyPath,
                    DataVaultId = vaultId,
                    CachedOwners = options.CachedOwners,
                    SealValues = options.SealValues,
                },
                master,
                keyStore));
            return (database, keyStore, vault);
        }
        catch
        {
            master.Dispose();
            throw;
        }
    }

    T Part<T>(T part) where T : IDisposable
    {
        _parts.Push(part);
        return part;
    }
}
