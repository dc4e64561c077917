using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Nightjar.Server.Storage;

/// <summary>
/// The file of the epoch key: two fixed places, written and wiped where they stand, so that no copy of an old key is left
/// in freed blocks (as far as the file system writes in place). In a renewal both are in use for a moment; the key store's header says which counts.
/// </summary>
sealed class EpochKeyFile(string path)
{
    const int SlotSize = 4096;  // one page each: a torn write of one cannot hurt the other
    const int KeySize = 32;
    const int MagicSize = 8;
    const int IdOffset = MagicSize;
    const int MasterOffset = IdOffset + 16;
    const int NonceOffset = MasterOffset + sizeof(ulong);
    const int TagOffset = NonceOffset + Nonces.Size;
    const int KeyOffset = TagOffset + SealedBox.TagSize;
    const int UsedSize = KeyOffset + KeySize;

    static ReadOnlySpan<byte> Magic => "NJEPOCH1"u8;

    public string Path => path;

    public bool Exists => File.Exists(path) && new FileInfo(path).Length > 0;

    /// <summary>Ids of the epochs in the file, by place; zero for an empty place.</summary>
    public UInt128[] ReadIds()
    {
        var ids = new UInt128[2];
        for (var slot = 0; slot < 2; slot++)
        {
            var bytes = Read(slot);
            ids[slot] = bytes.AsSpan(0, MagicSize).SequenceEqual(Magic) ? BinaryPrimitives.ReadUInt128BigEndian(bytes.AsSpan(IdOffset)) : 0;
        }

        return ids;
    }

    /// <summary>Unwraps the key in a place.</summary>
    /// <exception cref="StorageException"><see cref="StorageErrorKind.WrongKey"/>: another master key is needed, or the file is damaged.</exception>
    public byte[] Unwrap(int slot, MasterKey master)
    {
        var bytes = Read(slot);
        if (BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(MasterOffset)) != master.Id)
        {
            throw new StorageException(
                StorageErrorKind.WrongKey, $"The master key is not the one that {path} was made with. Put the right one back.");
        }

        var key = new byte[KeySize];
        try
        {
            using var cipher = master.CreateCipher();
            cipher.Decrypt(
                bytes.AsSpan(NonceOffset, Nonces.Size), bytes.AsSpan(KeyOffset, KeySize),
                bytes.AsSpan(TagOffset, SealedBox.TagSize), key, bytes.AsSpan(0, NonceOffset));
            return key;
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new StorageException(StorageErrorKind.WrongKey, $"The epoch key file {path} is damaged.", e);
        }
    }

    /// <summary>Wraps a key into a place, durably.</summary>
    public void Write(int slot, UInt128 id, ReadOnlySpan<byte> key, MasterKey master)
    {
        var bytes = new byte[SlotSize];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(IdOffset), id);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(MasterOffset), master.Id);
        Nonces.Take(bytes.AsSpan(NonceOffset, Nonces.Size));
        using var cipher = master.CreateCipher();
        cipher.Encrypt(
            bytes.AsSpan(NonceOffset, Nonces.Size), key, bytes.AsSpan(KeyOffset, KeySize),
            bytes.AsSpan(TagOffset, SealedBox.TagSize), bytes.AsSpan(0, NonceOffset));
        Write(slot, bytes);
    }

    /// <summary>Overwrites a place with random bytes, durably.</summary>
    public void Wipe(int slot)
    {
        var noise = RandomNumberGenerator.GetBytes(SlotSize);
        noise.AsSpan(0, MagicSize).Clear();
        Write(slot, noise);
    }

    byte[] Read(int slot)
    {
        var bytes = new byte[UsedSize];
        if (Exists)
        {
            using var file = File.OpenHandle(path);
            RandomAccess.Read(file, bytes, (long)slot * SlotSize);
        }

        return bytes;
    }

    void Write(int slot, byte[] bytes)
    {
        using var file = PrivateFiles.OpenOrCreate(path);
        RandomAccess.Write(file.SafeFileHandle, bytes, (long)slot * SlotSize);
        RandomAccess.FlushToDisk(file.SafeFileHandle);
    }
}
