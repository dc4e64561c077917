using System.Security.Cryptography;

namespace Nightjar.Server.Storage;

/// <summary>The key at the root: 32 bytes that wrap the epoch key. Zeroed when disposed.</summary>
public sealed class MasterKey : IDisposable
{
    /// <summary>Bytes of the key.</summary>
    public const int Size = 32;

    readonly byte[] _key;

    /// <summary>Copies 32 bytes.</summary>
    public MasterKey(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, Size, nameof(key));
        _key = key.ToArray();
        Span<byte> id = stackalloc byte[8];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, id, default, "nightjar 1 master key id"u8);
        Id = BitConverter.ToUInt64(id);
    }

    /// <summary>Tells keys apart without telling anything about them; stored with what the key wraps.</summary>
    public ulong Id { get; }

    /// <summary>A new random key.</summary>
    public static MasterKey New()
    {
        Span<byte> key = stackalloc byte[Size];
        RandomNumberGenerator.Fill(key);
        try
        {
            return new MasterKey(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Reads the text form: 44 characters of base64, white space around them allowed; null when it is anything else.</summary>
    public static MasterKey? Parse(ReadOnlySpan<char> text)
    {
        Span<byte> key = stackalloc byte[Size];
        try
        {
            text = text.Trim();
            return text.Length == 44 && Convert.TryFromBase64Chars(text, key, out var written) && written == Size
                ? new MasterKey(key)
                : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>The text form, as the key file keeps it.</summary>
    internal string ToText() => Convert.ToBase64String(_key);

    /// <summary>The cipher that wraps epoch keys.</summary>
    internal AesGcm CreateCipher()
    {
        var derived = HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Size, null, "nightjar 1 wrap epoch keys"u8.ToArray());
        var cipher = new AesGcm(derived, SealedBox.TagSize);
        CryptographicOperations.ZeroMemory(derived);
        return cipher;
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_key);
}
