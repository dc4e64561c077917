using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

sealed class SqliteValues(StoreCore core) : IKeyValueStore
{
    const int ValueColumn = 1;

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(
        OwnerId owner, string category, string key, CancellationToken cancellationToken = default) =>
        core.ReadOwnedAsync<ReadOnlyMemory<byte>?>(
            db =>
            {
                var place = new Place(core.Vault, owner, category, key);
                return db.Scalar(
                    "SELECT value FROM keyvalue WHERE owner = $1 AND category_hash = $2 AND key_hash = $3",
                    owner.ToByteArray(), place.Category, place.Key) is byte[] box
                    ? Framing.Split(core.Vault.Open(owner, VaultTable.Value, place.Row, ValueColumn, box)).Value
                    : default(ReadOnlyMemory<byte>?); // a bare null would become an empty value
            },
            null,
            cancellationToken);

    public Task SetAsync(
        OwnerId owner, string category, string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) =>
        WriteAsync([new ValueWrite(owner, category, key, value)], cancellationToken);

    public async Task<bool> DeleteAsync(
        OwnerId owner, string category, string key, CancellationToken cancellationToken = default)
    {
        try
        {
            return await core.WriteAsync(
                db => Apply(db, new ValueWrite(owner, category, key, null)) > 0, cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException e) when (e.Kind == StorageErrorKind.NoSuchOwner)
        {
            return false;
        }
    }

    public ValueTask<IReadOnlyList<StoredValue>> ListAsync(
        OwnerId owner, string category, CancellationToken cancellationToken = default) =>
        core.ReadOwnedAsync<IReadOnlyList<StoredValue>>(
            db =>
            {
                var values = new List<StoredValue>();
                var hash = core.Vault.Hash(owner, HashPurpose.Category, category);
                using var row = db.Query(
                    "SELECT key_hash, value FROM keyvalue WHERE owner = $1 AND category_hash = $2", owner.ToByteArray(), hash);
                while (row.Read())
                {
                    byte[] place = [.. hash, .. row.GetFieldValue<byte[]>(0)];
                    var (key, value) = Framing.Split(
                        core.Vault.Open(owner, VaultTable.Value, place, ValueColumn, row.GetFieldValue<byte[]>(1)));
                    values.Add(new StoredValue(key, value));
                }

                return values;
            },
            [],
            cancellationToken);

    public Task WriteAsync(IReadOnlyList<ValueWrite> batch, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch.Count, StorageLimits.BatchOperations, nameof(batch));
        long bytes = 0;
        foreach (var write in batch)
        {
            StorageLimits.CheckName(write.Category, write.Key);
            StorageLimits.CheckValue(write.Value?.Length ?? 0);
            bytes += write.Value?.Length ?? 0;
        }

        return core.WriteAsync(
            db =>
            {
                foreach (var write in batch)
                {
                    Apply(db, write);
                }

                return true;
            },
            cancellationToken,
            bytes: bytes);
    }

    int Apply(Database db, ValueWrite write)
    {
        var place = new Place(core.Vault, write.Owner, write.Category, write.Key);
        return write.Value is { } value
            ? db.Run(
                "INSERT INTO keyvalue (owner, category_hash, key_hash, value) VALUES ($1, $2, $3, $4) "
                + "ON CONFLICT (owner, category_hash, key_hash) DO UPDATE SET value = excluded.value",
                write.Owner.ToByteArray(), place.Category, place.Key,
                core.Vault.Seal(write.Owner, VaultTable.Value, place.Row, ValueColumn, Framing.Join(write.Key, value.Span)))
            : db.Run(
                "DELETE FROM keyvalue WHERE owner = $1 AND category_hash = $2 AND key_hash = $3",
                write.Owner.ToByteArray(), place.Category, place.Key);
    }

    /// <summary>Where a value stands: two hashes, and both together as the name of the row.</summary>
    readonly struct Place(Vault vault, OwnerId owner, string category, string key)
    {
        public byte[] Category { get; } = vault.Hash(owner, HashPurpose.Category, category);

        // With the category inside, so that the same key in two categories does not look the same.
        public byte[] Key { get; } = vault.Hash(owner, HashPurpose.Key, category + '\0' + key);

        public byte[] Row => [.. Category, .. Key];
    }
}
