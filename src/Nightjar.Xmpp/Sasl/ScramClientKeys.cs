using System.Security.Cryptography;

namespace Nightjar.Xmpp.Sasl;

/// <summary>
/// What a client may keep instead of the password, so that PBKDF2 need not run at each log-in (RFC 5802 §5.1): as secret as the
/// password itself for this account.
/// </summary>
public sealed class ScramClientKeys
{
    readonly byte[] _salt;
    readonly byte[] _clientKey;
    readonly byte[] _serverKey;

    ScramClientKeys(ScramHash hash, byte[] salt, int iterations, byte[] clientKey, byte[] serverKey) =>
        (Hash, _salt, Iterations, _clientKey, _serverKey) = (hash, salt, iterations, clientKey, serverKey);

    /// <summary>The hash function they belong to.</summary>
    public ScramHash Hash { get; }

    /// <summary>PBKDF2 rounds they were made with.</summary>
    public int Iterations { get; }

    internal ReadOnlySpan<byte> ClientKey => _clientKey;

    internal ReadOnlySpan<byte> ServerKey => _serverKey;

    /// <summary>Derives the keys from a prepared password: PBKDF2, milliseconds.</summary>
    public static ScramClientKeys Derive(ScramHash hash, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int iterations)
    {
        Span<byte> salted = stackalloc byte[hash.Bytes()];
        ScramSecrets.SaltPassword(hash, password, salt, iterations, salted);
        var keys = new ScramClientKeys(hash, salt.ToArray(), iterations, new byte[salted.Length], new byte[salted.Length]);
        HashPrimitives.Hmac(hash, salted, "Client Key"u8, keys._clientKey);
        HashPrimitives.Hmac(hash, salted, "Server Key"u8, keys._serverKey);
        CryptographicOperations.ZeroMemory(salted);
        return keys;
    }

    /// <summary>Whether the keys answer a challenge with this salt and count.</summary>
    public bool Fit(ScramHash hash, ReadOnlySpan<byte> salt, int iterations) =>
        hash == Hash && iterations == Iterations && salt.SequenceEqual(_salt);

    /// <summary>Overwrites the keys with zeros.</summary>
    public void Clear()
    {
        CryptographicOperations.ZeroMemory(_clientKey);
        CryptographicOperations.ZeroMemory(_serverKey);
    }
}
