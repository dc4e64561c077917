using System.Security.Cryptography;

namespace Nightjar.Server.Storage;

/// <summary>
/// Seals everything personal before it reaches the disk. The master key wraps the epoch key, the epoch key wraps the keys in the key
/// store, and those derive (HKDF-SHA256) the keys that seal values with AES-256-GCM. Destroying a key is deleting.
/// </summary>
/// <remarks>
/// Safe for concurrent use. Calls may read the key store and so block: they are made on the storage engine's threads, except where
/// <see cref="IsWarm"/> is true. Operations on an owner without keys report <see cref="StorageErrorKind.NoSuchOwner"/>.
/// </remarks>
public sealed class Vault : IDisposable
{
    readonly Lock _loading = new();
    readonly IKeyStore _store;
    readonly EpochKeyFile _epochs;
    readonly MasterKey _master;
    readonly OwnerKeyCache _cache;
    readonly VaultDays _days;
    readonly bool _seal;
    volatile KeyWrap _wrap;

    Vault(VaultOptions options, MasterKey master, IKeyStore store, EpochKeyFile epochs)
    {
        (_store, _master, _epochs, _seal) = (store, master, epochs, options.SealValues);
        (Header, _wrap) = VaultOpening.Open(options, master, store, epochs);
        _cache = new OwnerKeyCache(options.CachedOwners);
        _days = new VaultDays(store, _loading, () => _wrap);
        Names = new VaultNames(store.List(KeyKind.Name).Select(k => ((int)k.Name.Id, Copy(_wrap.Unwrap(k)))).DefaultIfEmpty(FirstName()));
    }

    /// <summary>Identifies the vault and its present epoch.</summary>
    public VaultHeader Header { get; private set; }

    /// <summary>Keyed hashes of account names.</summary>
    public VaultNames Names { get; }

    /// <summary>How many owners' keys are in memory.</summary>
    public int CachedOwners => _cache.Count;

    /// <summary>
    /// Opens a vault, or makes one where key store and epoch key file are empty. The vault owns the master key from here on, not the
    /// key store.
    /// </summary>
    /// <exception cref="StorageException"><see cref="StorageErrorKind.WrongKey"/> with what is missing or does not fit.</exception>
    public static Vault Open(VaultOptions options, MasterKey master, IKeyStore store)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new Vault(options, master, store, new EpochKeyFile(options.EpochKeyPath));
    }

    /// <summary>Whether the owner's keys are in memory, so that operations do not touch the key store just now.</summary>
    public bool IsWarm(OwnerId owner) => _cache.Find(owner) is not null;

    /// <summary>Whether the owner has keys.</summary>
    public bool Exists(OwnerId owner) => Load(owner) is not null;

    /// <summary>Makes keys for new owners, in one commit.</summary>
    public void AddOwners(IReadOnlyCollection<OwnerId> owners) => _store.Apply([.. owners.Select(o =>
    {
        Span<byte> keys = stackalloc byte[OwnerKeys.Size];
        RandomNumberGenerator.Fill(keys);
        var wrapped = _wrap.Wrap(NameOf(o), 0, keys);
        CryptographicOperations.ZeroMemory(keys);
        return wrapped;
    })]);

    /// <summary>Destroys an owner's keys: nothing of its data opens from now on.</summary>
    public void DestroyOwner(OwnerId owner)
    {
        lock (_loading)
        {
            _store.Apply([new WrappedKey(NameOf(owner), 0, default)]);
            _cache.Remove(owner);
        }
    }

    /// <summary>Counts how often the owner's history key was replaced.</summary>
    public int HistoryGeneration(OwnerId owner) => Require(owner).HistoryGeneration;

    /// <summary>
    /// Replaces the history key if it still is of <paramref name="generation"/>, so that a repeated call does no harm: messages sealed
    /// so far do not open any more.
    /// </summary>
    public void ReplaceHistoryKey(OwnerId owner, int generation)
    {
        lock (_loading)
        {
            if (_store.Find(NameOf(owner)) is not { } wrapped || wrapped.Generation != generation)
            {
                return;
            }

            var keys = _wrap.Unwrap(wrapped);
            RandomNumberGenerator.Fill(keys.Span[OwnerKeys.KeySize..]);
            _store.Apply([_wrap.Wrap(NameOf(owner), generation + 1, keys.Span)]);
            CryptographicOperations.ZeroMemory(keys.Span);
            _cache.Remove(owner);
        }
    }

    /// <summary>Seals a value for one place. Columns and rows are the caller's numbers and names (at most 64 bytes), the same on opening.</summary>
    public byte[] Seal(OwnerId owner, VaultTable table, ReadOnlySpan<byte> row, int column, ReadOnlySpan<byte> value)
    {
        var associated = new SealPlace(table, owner, row, column).WriteTo(stackalloc byte[SealPlace.MaximumSize]);
        byte[] box;
        while (!Require(owner).TrySeal(table, associated, value, out box))
        {
            // Fell out of the cache between the two steps: load again.
        }

        return _seal ? box : SealedBox.LeaveOpen(value);
    }

    /// <summary>Opens a value sealed for the same place.</summary>
    /// <exception cref="StorageException"><see cref="StorageErrorKind.Corrupt"/>: it was not sealed for this place.</exception>
    public ReadOnlyMemory<byte> Open(OwnerId owner, VaultTable table, ReadOnlySpan<byte> row, int column, ReadOnlySpan<byte> box)
    {
        var associated = new SealPlace(table, owner, row, column).WriteTo(stackalloc byte[SealPlace.MaximumSize]);
        if (!_seal && box is [SealedBox.Plain, ..])
        {
            return box[1..].ToArray();
        }

        bool genuine;
        ReadOnlyMemory<byte> value;
        while (!Require(owner).TryOpen(table, associated, box, out genuine, out value))
        {
        }

        return genuine ? value : throw new StorageException(StorageErrorKind.Corrupt, $"A sealed value ({table}) does not open.");
    }

    /// <summary>Seals a message under the owner's history key and the key of its day, which is made if need be.</summary>
    public byte[] SealArchive(OwnerId owner, long sequence, int day, ReadOnlySpan<byte> value)
    {
        if (!_seal)
        {
            return SealedBox.LeaveOpen(value);
        }

        var row = SealPlace.Row(sequence, stackalloc byte[sizeof(long)]);
        var associated = new SealPlace(VaultTable.Archive, owner, row, 0).WriteTo(stackalloc byte[SealPlace.MaximumSize]);
        var dayKey = _days.Find(day, create: true)!;
        byte[] box;
        while (!Require(owner).TrySealDay(day, dayKey, associated, value, out box))
        {
        }

        return box;
    }

    /// <summary>Opens a message; null when its day key, its history key or its owner is gone, or it is damaged.</summary>
    public ReadOnlyMemory<byte>? OpenArchive(OwnerId owner, long sequence, int day, ReadOnlySpan<byte> box)
    {
        if (!_seal)
        {
            return box is [SealedBox.Plain, ..] ? box[1..].ToArray() : default(ReadOnlyMemory<byte>?);
        }

        var row = SealPlace.Row(sequence, stackalloc byte[sizeof(long)]);
        var associated = new SealPlace(VaultTable.Archive, owner, row, 0).WriteTo(stackalloc byte[SealPlace.MaximumSize]);
        while (_days.Find(day, create: false) is { } dayKey && Load(owner) is { } keys)
        {
            if (keys.TryOpenDay(day, dayKey, associated, box, out var genuine, out var value))
            {
                return genuine ? value : default(ReadOnlyMemory<byte>?); // a bare null would become an empty value
            }
        }

        return null;
    }

    /// <summary>Hash of a text keyed for the owner: 16 bytes, shared, not to be changed.</summary>
    public byte[] Hash(OwnerId owner, HashPurpose purpose, string text)
    {
        byte[] hash;
        while (!Require(owner).TryHash(purpose, text, out hash))
        {
        }

        return hash;
    }

    /// <summary>The XEP-0359 id for a sequence.</summary>
    public string StanzaId(OwnerId owner, long sequence)
    {
        string id;
        while (!Require(owner).TryStanzaId(sequence, out id))
        {
        }

        return id;
    }

    /// <summary>The sequence behind an id of this owner; null for anything else.</summary>
    public long? SequenceOf(OwnerId owner, string stanzaId)
    {
        long? sequence;
        while (!Require(owner).TrySequence(stanzaId, out sequence))
        {
        }

        return sequence;
    }

    /// <summary>Destroys the keys of all days before the given one; returns how many there were.</summary>
    public int DestroyDaysBefore(DateOnly day)
    {
        var destroyed = _days.DestroyBefore(day.DayNumber);
        // What was derived from them must not survive in memory, nor be used should the clock go back to such a day.
        _cache.Clear();
        return destroyed;
    }

    /// <summary>Adds a name key; from now on it hashes names. Returns its generation.</summary>
    public int AddNameKey()
    {
        var (generation, key) = NewName(Names.Generation + 1);
        Names.Add(generation, key);
        return generation;
    }

    /// <summary>Destroys an older name key that no reserved name needs any more.</summary>
    public void DropNameKey(int generation)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(generation, Names.Generation);
        _store.Apply([new WrappedKey(new KeyName(KeyKind.Name, (UInt128)generation), 0, default)]);
        Names.Drop(generation);
    }

    /// <summary>
    /// Renews the epoch key: rewraps the keys of living owners, drops the others, then overwrites the old epoch key, which makes dead pages,
    /// journals and older copies of the key store useless. Safe to be cut short at any point; not to be called while another thread adds owners
    /// or seals messages (all three belong to the writer thread).
    /// </summary>
    public void RenewEpoch(Func<OwnerId, bool> isLiving)
    {
        lock (_loading)
        {
            var slot = Array.IndexOf(_epochs.ReadIds(), Header.EpochId);
            var header = Header with { EpochId = VaultOpening.NewId() };
            var key = RandomNumberGenerator.GetBytes(OwnerKeys.KeySize);
            _epochs.Write(1 - slot, header.EpochId, key, _master);
            var (old, next) = (_wrap, new KeyWrap(key, header));
            _store.Rewrap(header, wrapped =>
            {
                if (wrapped.Name.Kind == KeyKind.Owner && !isLiving(new OwnerId(wrapped.Name.Id)))
                {
                    return null;
                }

                var plain = old.Unwrap(wrapped);
                var again = next.Wrap(wrapped.Name, wrapped.Generation, plain.Span);
                CryptographicOperations.ZeroMemory(plain.Span);
                return again.Wrapped.ToArray();
            });
            (Header, _wrap) = (header, next);
            _epochs.Wipe(slot);
            old.Dispose();
        }
    }

    /// <summary>Zeroes all keys in memory, the master key included.</summary>
    public void Dispose()
    {
        _cache.Dispose();
        _days.Zero();
        Names.Zero();
        _wrap.Dispose();
        _master.Dispose();
    }

    static KeyName NameOf(OwnerId owner) => new(KeyKind.Owner, owner.Value);

    static byte[] Copy(Memory<byte> key)
    {
        var copy = key.ToArray();
        CryptographicOperations.ZeroMemory(key.Span);
        return copy;
    }

    (int Generation, byte[] Key) FirstName() => _store.List(KeyKind.Name).Count == 0 ? NewName(1) : default;

    (int Generation, byte[] Key) NewName(int generation)
    {
        var key = RandomNumberGenerator.GetBytes(OwnerKeys.KeySize);
        _store.Apply([_wrap.Wrap(new KeyName(KeyKind.Name, (UInt128)generation), 0, key)]);
        return (generation, key);
    }

    OwnerKeys Require(OwnerId owner) =>
        Load(owner) ?? throw new StorageException(StorageErrorKind.NoSuchOwner, "The owner does not exist (any more).");

    OwnerKeys? Load(OwnerId owner)
    {
        if (_cache.Find(owner) is { } cached)
        {
            return cached;
        }

        // Under the same lock as destruction: keys read before it cannot enter the cache after it.
        lock (_loading)
        {
            if (_cache.Find(owner) is { } meanwhile)
            {
                return meanwhile;
            }

            if (_store.Find(NameOf(owner)) is not { } wrapped)
            {
                return null;
            }

            var plain = _wrap.Unwrap(wrapped);
            var keys = new OwnerKeys(owner, plain.Span, wrapped.Generation);
            CryptographicOperations.ZeroMemory(plain.Span);
            _cache.Add(owner, keys);
            return keys;
        }
    }
}
