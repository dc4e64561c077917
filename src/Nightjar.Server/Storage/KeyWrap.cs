using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Nightjar.Server.Storage;

/// <summary>Wraps and unwraps keys under one epoch key. Safe for concurrent use.</summary>
sealed class KeyWrap : IDisposable
{
    readonly Lock _gate = new();
    readonly AesGcm _cipher;
    readonly UInt128 _vaultId;

    /// <param name="epochKey">Zeroed after use.</param>
    /// <param name="header">Vault and epoch, to which every wrapped key is bound.</param>
    public KeyWrap(byte[] epochKey, VaultHeader header)
    {
        _cipher = new AesGcm(epochKey, SealedBox.TagSize);
        CryptographicOperations.ZeroMemory(epochKey);
        _vaultId = header.VaultId;
        EpochId = header.EpochId;
    }

    public UInt128 EpochId { get; }

    public WrappedKey Wrap(KeyName name, int generation, ReadOnlySpan<byte> key)
    {
        Span<byte> associated = stackalloc byte[AssociatedSize];
        Associate(name, generation, associated);
        lock (_gate)
        {
            return new WrappedKey(name, generation, SealedBox.Seal(_cipher, key, associated));
        }
    }

    /// <summary>The key; the caller zeroes it.</summary>
    public Memory<byte> Unwrap(WrappedKey wrapped)
    {
        Span<byte> associated = stackalloc byte[AssociatedSize];
        Associate(wrapped.Name, wrapped.Generation, associated);
        lock (_gate)
        {
            return SealedBox.TryOpen(_cipher, wrapped.Wrapped.Span, associated, out var key)
                ? System.Runtime.InteropServices.MemoryMarshal.AsMemory(key)
                : throw new StorageException(StorageErrorKind.Corrupt, "The key store is damaged: a key in it does not open.");
        }
    }

    public void Dispose() => _cipher.Dispose();

    const int AssociatedSize = 16 + 16 + 1 + 16 + 4;

    void Associate(KeyName name, int generation, Span<byte> buffer)
    {
        BinaryPrimitives.WriteUInt128BigEndian(buffer, _vaultId);
        BinaryPrimitives.WriteUInt128BigEndian(buffer[16..], EpochId);
        buffer[32] = (byte)name.Kind;
        BinaryPrimitives.WriteUInt128BigEndian(buffer[33..], name.Id);
        BinaryPrimitives.WriteInt32BigEndian(buffer[49..], generation);
    }
}
