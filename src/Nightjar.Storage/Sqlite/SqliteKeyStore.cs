using System.Buffers.Binary;
using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>The key store as a file of its own (<c>keys.db</c>). One connection, one caller at a time.</summary>
sealed class SqliteKeyStore : IKeyStore
{
    static readonly string[] s_steps =
    [
        """
        CREATE TABLE header (one INTEGER PRIMARY KEY CHECK (one = 1), vault BLOB NOT NULL, epoch BLOB NOT NULL) STRICT;
        CREATE TABLE keys (
            kind INTEGER NOT NULL,
            id BLOB NOT NULL,
            generation INTEGER NOT NULL,
            wrapped BLOB NOT NULL,
            PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;
        """,
    ];

    readonly Lock _gate = new();
    readonly Database _database;

    public SqliteKeyStore(string path)
    {
        _database = Database.Open(path);
        try
        {
            Migrations.Apply(_database, s_steps);
        }
        catch
        {
            _database.Dispose();
            throw;
        }
    }

    public VaultHeader? ReadHeader() => Guard<VaultHeader?>(() =>
    {
        using var row = _database.Query("SELECT vault, epoch FROM header");
        return row.Read()
            ? new VaultHeader(
                BinaryPrimitives.ReadUInt128BigEndian(row.GetFieldValue<byte[]>(0)),
                BinaryPrimitives.ReadUInt128BigEndian(row.GetFieldValue<byte[]>(1)))
            : null;
    });

    public void Create(VaultHeader header) => Guard(() => _database.Run(
        "INSERT INTO header (one, vault, epoch) VALUES (1, $1, $2)", Bytes(header.VaultId), Bytes(header.EpochId)));

    public WrappedKey? Find(KeyName name) => Guard<WrappedKey?>(() =>
    {
        using var row = _database.Query(
            "SELECT generation, wrapped FROM keys WHERE kind = $1 AND id = $2", (int)name.Kind, Bytes(name.Id));
        return row.Read() ? new WrappedKey(name, row.GetInt32(0), row.GetFieldValue<byte[]>(1)) : null;
    });

    public IReadOnlyList<WrappedKey> List(KeyKind kind) => Guard(() =>
    {
        var found = new List<WrappedKey>();
        using var row = _database.Query("SELECT id, generation, wrapped FROM keys WHERE kind = $1", (int)kind);
        while (row.Read())
        {
            var id = BinaryPrimitives.ReadUInt128BigEndian(row.GetFieldValue<byte[]>(0));
            found.Add(new WrappedKey(new KeyName(kind, id), row.GetInt32(1), row.GetFieldValue<byte[]>(2)));
        }

        return found;
    });

    public void Apply(IReadOnlyList<WrappedKey> changes) => Guard(() =>
    {
        var destroyed = _database.Transaction(() =>
        {
            var replaced = 0;
            foreach (var change in changes)
            {
                replaced += _database.Run("DELETE FROM keys WHERE kind = $1 AND id = $2", (int)change.Name.Kind, Bytes(change.Name.Id));
                if (!change.Wrapped.IsEmpty)
                {
                    _database.Run(
                        "INSERT INTO keys (kind, id, generation, wrapped) VALUES ($1, $2, $3, $4)",
                        (int)change.Name.Kind, Bytes(change.Name.Id), change.Generation, change.Wrapped.ToArray());
                }
            }

            return replaced;
        });
        if (destroyed > 0)
        {
            _database.Truncate();
        }

        return destroyed;
    });

    public void Rewrap(VaultHeader header, Func<WrappedKey, byte[]?> rewrap) => Guard(() =>
    {
        _database.Transaction(() =>
        {
            foreach (var kind in Enum.GetValues<KeyKind>())
            {
                foreach (var key in List(kind))
                {
                    if (rewrap(key) is { } wrapped)
                    {
                        _database.Run(
                            "UPDATE keys SET wrapped = $3 WHERE kind = $1 AND id = $2", (int)kind, Bytes(key.Name.Id), wrapped);
                    }
                    else
                    {
                        _database.Run("DELETE FROM keys WHERE kind = $1 AND id = $2", (int)kind, Bytes(key.Name.Id));
                    }
                }
            }

            return _database.Run("UPDATE header SET epoch = $1", Bytes(header.EpochId));
        });
        return _database.Truncate();
    });

    public void Dispose()
    {
        lock (_gate)
        {
            _database.Dispose();
        }
    }

    static byte[] Bytes(UInt128 id) => new OwnerId(id).ToByteArray();

    T Guard<T>(Func<T> work)
    {
        lock (_gate)
        {
            try
            {
                return work();
            }
            catch (Exception e)
            {
                throw SqliteErrors.Translate(e, _database.Path);
            }
        }
    }
}
