using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Nightjar.Server.Storage;

/// <summary>
/// The unwrapped keys of one owner and what was derived from them. Safe for concurrent use; after <see cref="Dispose"/>, which
/// zeroes them, every operation reports that they are gone, and the caller loads them again.
/// </summary>
sealed class OwnerKeys : IDisposable
{
    public const int KeySize = 32;
    public const int Size = 2 * KeySize;
    public const int HashSize = 16;
    const int MaximumDays = 10;     // seven days of retention, today, and a day to either side for clocks that were set
    const int MaximumHashes = 32;   // the contacts of one busy conversation list; a miss costs a microsecond

    readonly Lock _gate = new();
    readonly OwnerId _owner;
    readonly byte[] _data;
    readonly byte[] _history;
    readonly AesGcm?[] _tables = new AesGcm?[(int)VaultTable.Archive];
    readonly List<(int Day, AesGcm Cipher)> _days = [];
    readonly Dictionary<(HashPurpose Purpose, string Text), byte[]> _hashes = [];
    byte[]? _hashKey;
    ICryptoTransform? _encipherId; // kept: setting one up for every id costs ten times the block itself
    ICryptoTransform? _decipherId;
    bool _gone;

    /// <param name="owner">Whose keys.</param>
    /// <param name="keys">Data key and history key; copied.</param>
    /// <param name="generation">Generation of the history key.</param>
    public OwnerKeys(OwnerId owner, ReadOnlySpan<byte> keys, int generation)
    {
        _owner = owner;
        _data = keys[..KeySize].ToArray();
        _history = keys.Slice(KeySize, KeySize).ToArray();
        HistoryGeneration = generation;
    }

    public int HistoryGeneration { get; }

    public bool TrySeal(VaultTable table, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> value, out byte[] box)
    {
        lock (_gate)
        {
            box = _gone ? [] : SealedBox.Seal(Cipher(table), value, associated);
            return !_gone;
        }
    }

    public bool TryOpen(
        VaultTable table, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> box, out bool genuine, out ReadOnlyMemory<byte> value)
    {
        lock (_gate)
        {
            value = default;
            genuine = !_gone && SealedBox.TryOpen(Cipher(table), box, associated, out value);
            return !_gone;
        }
    }

    public bool TrySealDay(
        int day, ReadOnlySpan<byte> dayKey, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> value, out byte[] box)
    {
        lock (_gate)
        {
            box = _gone ? [] : SealedBox.Seal(DayCipher(day, dayKey), value, associated);
            return !_gone;
        }
    }

    public bool TryOpenDay(
        int day, ReadOnlySpan<byte> dayKey, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> box, out bool genuine, out ReadOnlyMemory<byte> value)
    {
        lock (_gate)
        {
            value = default;
            genuine = !_gone && SealedBox.TryOpen(DayCipher(day, dayKey), box, associated, out value);
            return !_gone;
        }
    }

    public bool TryHash(HashPurpose purpose, string text, out byte[] hash)
    {
        lock (_gate)
        {
            if (_gone)
            {
                hash = [];
                return false;
            }

            if (_hashes.TryGetValue((purpose, text), out hash!))
            {
                return true;
            }

            _hashKey ??= Derive("look-up");
            var input = new byte[1 + Encoding.UTF8.GetByteCount(text)];
            input[0] = (byte)purpose;
            Encoding.UTF8.GetBytes(text, input.AsSpan(1));
            hash = HMACSHA256.HashData(_hashKey, input)[..HashSize];
            if (_hashes.Count >= MaximumHashes)
            {
                _hashes.Clear();
            }

            _hashes.Add((purpose, text), hash);
            return true;
        }
    }

    public bool TryStanzaId(long sequence, out string id)
    {
        lock (_gate)
        {
            id = "";
            if (_gone)
            {
                return false;
            }

            // One block of a cipher keyed for the owner: the sequence and eight zero bytes, which prove it genuine on the way back.
            var block = new byte[16];
            BinaryPrimitives.WriteInt64BigEndian(block.AsSpan(8), sequence);
            PrepareIds();
            _encipherId!.TransformBlock(block, 0, 16, block, 0);
            id = Base64Url.EncodeToString(block);
            return true;
        }
    }

    public bool TrySequence(string id, out long? sequence)
    {
        lock (_gate)
        {
            sequence = null;
            var block = new byte[16];
            // Compared with its own encoding, because the decoder accepts several spellings of one id.
            if (!_gone && id.Length == 22 && Base64Url.DecodeFromChars(id, block, out _, out var written) == OperationStatus.Done && written == 16
                && Base64Url.EncodeToString(block) == id)
            {
                PrepareIds();
                _decipherId!.TransformBlock(block, 0, 16, block, 0);
                sequence = BinaryPrimitives.ReadInt64BigEndian(block) == 0 ? BinaryPrimitives.ReadInt64BigEndian(block.AsSpan(8)) : null;
            }

            return !_gone;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _gone = true;
            CryptographicOperations.ZeroMemory(_data);
            CryptographicOperations.ZeroMemory(_history);
            CryptographicOperations.ZeroMemory(_hashKey);
            Array.ForEach(_tables, c => c?.Dispose());
            _days.ForEach(d => d.Cipher.Dispose());
            _encipherId?.Dispose();
            _decipherId?.Dispose();
            _hashes.Clear();
        }
    }

    void PrepareIds()
    {
        if (_encipherId is null)
        {
            using var aes = Aes.Create();
            // A single block that is never repeated: there is nothing for a mode to chain.
            (aes.Mode, aes.Padding) = (CipherMode.ECB, PaddingMode.None);
            var key = Derive("stanza ids");
            aes.SetKey(key);
            CryptographicOperations.ZeroMemory(key);
            (_encipherId, _decipherId) = (aes.CreateEncryptor(), aes.CreateDecryptor());
        }
    }

    // One key for each table: a weakness in the use of one does not touch the others.
    AesGcm Cipher(VaultTable table) =>
        _tables[(int)table] ??= Consume(Derive($"table {(int)table}"));

    AesGcm DayCipher(int day, ReadOnlySpan<byte> dayKey)
    {
        foreach (var entry in _days)
        {
            if (entry.Day == day)
            {
                return entry.Cipher;
            }
        }

        if (_days.Count == MaximumDays)
        {
            _days[0].Cipher.Dispose();
            _days.RemoveAt(0);
        }

        var key = new byte[KeySize];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _history, key, dayKey, Encoding.UTF8.GetBytes($"nightjar 1 archive {day}"));
        var cipher = Consume(key);
        _days.Add((day, cipher));
        return cipher;
    }

    static AesGcm Consume(byte[] key)
    {
        var cipher = new AesGcm(key, SealedBox.TagSize);
        CryptographicOperations.ZeroMemory(key);
        return cipher;
    }

    byte[] Derive(string purpose)
    {
        var key = new byte[KeySize];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _data, key, _owner.ToByteArray(), Encoding.UTF8.GetBytes("nightjar 1 " + purpose));
        return key;
    }
}
