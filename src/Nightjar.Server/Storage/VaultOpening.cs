using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Nightjar.Server.Storage;

/// <summary>Brings master key, epoch key file, key store and data together, or says which of them does not fit.</summary>
static class VaultOpening
{
    public static (VaultHeader Header, KeyWrap Wrap) Open(
        VaultOptions options, MasterKey master, IKeyStore keys, EpochKeyFile epochs)
    {
        var header = keys.ReadHeader();
        if (options.DataVaultId is { } expected && header?.VaultId != expected)
        {
            throw new StorageException(
                StorageErrorKind.WrongKey,
                header is null
                    ? "The key store is missing or empty, but there is data that only its keys can open. Restore the key store."
                    : "The key store belongs to other data. Put back the key store that goes with this database.");
        }

        return header is { } known ? Existing(known, master, epochs) : First(master, keys, epochs);
    }

    /// <summary>A random id that is not zero, which stands for an empty place.</summary>
    public static UInt128 NewId() => BinaryPrimitives.ReadUInt128BigEndian(RandomNumberGenerator.GetBytes(16)) | 1;

    static (VaultHeader, KeyWrap) First(MasterKey master, IKeyStore keys, EpochKeyFile epochs)
    {
        // An epoch key may be there already, when the first start was cut short or the key store was removed for a fresh one.
        var slot = Array.FindIndex(epochs.ReadIds(), id => id != 0);
        byte[] key;
        UInt128 epoch;
        if (slot >= 0)
        {
            epoch = epochs.ReadIds()[slot];
            key = epochs.Unwrap(slot, master);
        }
        else
        {
            epoch = NewId();
            key = RandomNumberGenerator.GetBytes(OwnerKeys.KeySize);
            epochs.Write(0, epoch, key, master);
        }

        var header = new VaultHeader(NewId(), epoch);
        keys.Create(header);
        return (header, new KeyWrap(key, header));
    }

    static (VaultHeader, KeyWrap) Existing(VaultHeader header, MasterKey master, EpochKeyFile epochs)
    {
        if (!epochs.Exists)
        {
            throw new StorageException(
                StorageErrorKind.WrongKey, $"The epoch key file {epochs.Path} is missing. Restore it together with the key store.");
        }

        var ids = epochs.ReadIds();
        var slot = Array.IndexOf(ids, header.EpochId);
        if (slot < 0)
        {
            throw new StorageException(
                StorageErrorKind.WrongKey,
                $"The epoch key file {epochs.Path} does not go with the key store (one of them is an older copy, or damaged).");
        }

        var wrap = new KeyWrap(epochs.Unwrap(slot, master), header);
        // A renewal that was cut short leaves a second key: the one that the header does not name is of no use to anybody honest.
        if (ids[1 - slot] != 0)
        {
            epochs.Wipe(1 - slot);
        }

        return (header, wrap);
    }
}
