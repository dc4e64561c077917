using System.Security.Cryptography;

namespace Nightjar.Xmpp.Sasl;

/// <summary>
/// What a server keeps of a password for one hash (RFC 5802 §3). It allows checking a log-in and proving the server to the
/// client, but not logging in. Immutable until <see cref="Clear"/>.
/// </summary>
public sealed class ScramCredentials
{
    readonly byte[] _storedKey;
    readonly byte[] _serverKey;

    /// <summary>Credentials from their parts, which are copied.</summary>
    /// <exception cref="ArgumentException">A part has an impossible length or value; check imports with <see cref="AreValid"/>.</exception>
    public ScramCredentials(ScramHash hash, ReadOnlySpan<byte> salt, int iterations, ReadOnlySpan<byte> storedKey, ReadOnlySpan<byte> serverKey)
    {
        if (!AreValid(hash, salt, iterations, storedKey, serverKey)) throw new ArgumentException("not SCRAM credentials of this hash");
        (Hash, Iterations, Salt) = (hash, iterations, salt.ToArray());
        (_storedKey, _serverKey) = (storedKey.ToArray(), serverKey.ToArray());
    }

    /// <summary>The hash function they belong to.</summary>
    public ScramHash Hash { get; }

    /// <summary>PBKDF2 rounds.</summary>
    public int Iterations { get; }

    /// <summary>The salt.</summary>
    public ReadOnlyMemory<byte> Salt { get; }

    /// <summary>H(ClientKey).</summary>
    public ReadOnlyMemory<byte> StoredKey => _storedKey;

    /// <summary>HMAC(SaltedPassword, "Server Key").</summary>
    public ReadOnlyMemory<byte> ServerKey => _serverKey;

    /// <summary>Whether the parts can be credentials: keys of the hash's length, 1 to 256 bytes of salt, 1 to 10,000,000 rounds.</summary>
    public static bool AreValid(ScramHash hash, ReadOnlySpan<byte> salt, int iterations, ReadOnlySpan<byte> storedKey, ReadOnlySpan<byte> serverKey) =>
        storedKey.Length == hash.Bytes() && serverKey.Length == hash.Bytes()
        && salt.Length is > 0 and <= ScramDefaults.MaxSaltBytes && iterations is > 0 and <= ScramDefaults.MaxIterations;

    /// <summary>Overwrites both keys with zeros; the credentials verify nothing afterwards.</summary>
    public void Clear()
    {
        CryptographicOperations.ZeroMemory(_storedKey);
        CryptographicOperations.ZeroMemory(_serverKey);
    }
}
