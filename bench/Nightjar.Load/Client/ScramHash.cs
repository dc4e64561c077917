using System.Security.Cryptography;
using System.Text;

namespace Nightjar.Load.Client;

/// <summary>The hash function of a SCRAM mechanism.</summary>
internal sealed class ScramHash(HashAlgorithmName algorithm, int size)
{
    public static readonly ScramHash Sha1 = new(HashAlgorithmName.SHA1, 20);
    public static readonly ScramHash Sha256 = new(HashAlgorithmName.SHA256, 32);

    public string Name { get; } = algorithm == HashAlgorithmName.SHA1 ? "SCRAM-SHA-1" : "SCRAM-SHA-256";

    public byte[] Derive(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, algorithm, size);

    public byte[] Hmac(byte[] key, string text) => CryptographicOperations.HmacData(algorithm, key, Encoding.UTF8.GetBytes(text));

    public byte[] Hash(byte[] data) => CryptographicOperations.HashData(algorithm, data);
}
