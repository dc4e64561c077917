using System.Security.Cryptography;
using System.Text;

namespace Nightjar.Server.Storage;

/// <summary>
/// Keyed hashes of account names and domains. The key can be replaced: the newest generation hashes living accounts, older ones stay
/// as long as names reserved under them do. Safe for concurrent use.
/// </summary>
public sealed class VaultNames
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashSize = 16;

    volatile (int Generation, byte[] Key)[] _keys;

    internal VaultNames(IEnumerable<(int Generation, byte[] Key)> keys) =>
        _keys = [.. keys.OrderByDescending(k => k.Generation)];

    /// <summary>The generation that hashes living accounts.</summary>
    public int Generation => _keys[0].Generation;

    /// <summary>All generations in use, newest first.</summary>
    public IReadOnlyList<int> Generations => [.. _keys.Select(k => k.Generation)];

    /// <summary>Hash of a bare JID under the newest key.</summary>
    public byte[] Hash(string bareJid) => Hash(_keys[0].Key, 'n', bareJid);

    /// <summary>Hash of a bare JID under one generation's key.</summary>
    public byte[] Hash(int generation, string bareJid) =>
        Hash(Array.Find(_keys, k => k.Generation == generation).Key, 'n', bareJid);

    /// <summary>Hash of a domain under the newest key, for counting.</summary>
    public byte[] HashDomain(string domain) => Hash(_keys[0].Key, 'd', domain);

    /// <summary>The domain part of a bare JID.</summary>
    public static string DomainOf(string bareJid) => bareJid[(bareJid.IndexOf('@', StringComparison.Ordinal) + 1)..];

    internal void Add(int generation, byte[] key) => _keys = [(generation, key), .. _keys];

    internal void Drop(int generation)
    {
        Array.ForEach(_keys, k => CryptographicOperations.ZeroMemory(k.Generation == generation ? k.Key : null));
        _keys = [.. _keys.Where(k => k.Generation != generation)];
    }

    internal void Zero() => Array.ForEach(_keys, k => CryptographicOperations.ZeroMemory(k.Key));

    static byte[] Hash(byte[] key, char kind, string text)
    {
        Span<byte> input = stackalloc byte[1 + Encoding.UTF8.GetMaxByteCount(Math.Min(text.Length, 512))];
        if (text.Length > 512)
        {
            input = new byte[1 + Encoding.UTF8.GetMaxByteCount(text.Length)];
        }

        input[0] = (byte)kind;
        var length = 1 + Encoding.UTF8.GetBytes(text, input[1..]);
        return HMACSHA256.HashData(key, input[..length])[..HashSize];
    }
}
