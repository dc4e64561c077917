using System.Security.Cryptography;

namespace Nightjar.Xmpp.Sasl;

/// <summary>
/// The key derivation of SCRAM (RFC 5802 §3). <see cref="Derive"/> runs PBKDF2 and takes milliseconds: never on an I/O thread.
/// </summary>
public static class ScramSecrets
{
    /// <summary>Derives what the server stores of a password.</summary>
    /// <param name="hash">The hash function.</param>
    /// <param name="password">The prepared password (see <see cref="SaslPassword"/>); the caller zeroes it.</param>
    /// <param name="salt">1 to 256 bytes; random for every password and hash.</param>
    /// <param name="iterations">1 to 10,000,000 rounds.</param>
    public static ScramCredentials Derive(ScramHash hash, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int iterations = ScramDefaults.Iterations)
    {
        Span<byte> salted = stackalloc byte[hash.Bytes()];
        SaltPassword(hash, password, salt, iterations, salted);
        var credentials = FromSaltedPassword(hash, salted, salt, iterations);
        CryptographicOperations.ZeroMemory(salted);
        return credentials;
    }

    /// <summary>As <see cref="Derive"/>, with 16 fresh random bytes of salt from the system's generator.</summary>
    public static ScramCredentials DeriveSalted(ScramHash hash, ReadOnlySpan<byte> password, int iterations = ScramDefaults.Iterations)
    {
        Span<byte> salt = stackalloc byte[ScramDefaults.SaltBytes];
        RandomNumberGenerator.Fill(salt);
        return Derive(hash, password, salt, iterations);
    }

    /// <summary>SaltedPassword: PBKDF2 into <paramref name="destination"/>, which must have the hash's length.</summary>
    public static void SaltPassword(ScramHash hash, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int iterations, Span<byte> destination)
    {
        if (destination.Length != hash.Bytes()) throw new ArgumentException("must have the length of the hash", nameof(destination));
        Rfc2898DeriveBytes.Pbkdf2(password, salt, destination, iterations, hash.AlgorithmName());
    }

    /// <summary>Credentials from a SaltedPassword (also XEP-0480's upgrade), without PBKDF2.</summary>
    public static ScramCredentials FromSaltedPassword(ScramHash hash, ReadOnlySpan<byte> saltedPassword, ReadOnlySpan<byte> salt, int iterations)
    {
        Span<byte> keys = stackalloc byte[3 * ScramHashes.MaxBytes];
        var size = hash.Bytes();
        var client = keys[..size];
        var stored = keys.Slice(size, size);
        var server = keys.Slice(2 * size, size);
        HashPrimitives.Hmac(hash, saltedPassword, "Client Key"u8, client);
        HashPrimitives.Hash(hash, client, stored);
        HashPrimitives.Hmac(hash, saltedPassword, "Server Key"u8, server);
        var credentials = new ScramCredentials(hash, salt, iterations, stored, server);
        CryptographicOperations.ZeroMemory(keys);
        return credentials;
    }
}
