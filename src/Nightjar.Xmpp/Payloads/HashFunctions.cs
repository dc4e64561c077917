using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Nightjar.Xmpp.Payloads;

/// <summary>The hash functions of XEP-0300 that we can compute, by their registered names.</summary>
[SuppressMessage("Security", "CA5350", Justification = "Old extensions name SHA-1; which functions are good enough is the caller's choice.")]
public static class HashFunctions
{
    const string Prefix = "urn:xmpp:hash-function-text-names:";

    /// <summary>The names, the ones new protocols should use first. SHA-3 is there when the platform has it.</summary>
    public static IReadOnlyList<string> Names { get; } = SHA3_256.IsSupported
        ? ["sha-256", "sha-512", "sha3-256", "sha3-512", "sha-384", "sha-1"]
        : ["sha-256", "sha-512", "sha-384", "sha-1"];

    /// <summary>The service discovery feature of a function.</summary>
    public static string Feature(string name) => Prefix + name;

    /// <summary>Length of a function's value in bytes; null for functions we do not know.</summary>
    public static int? Length(string name) => name switch
    {
        "sha-1" => 20,
        "sha-224" or "sha3-224" => 28,
        "sha-256" or "sha3-256" or "blake2b-256" => 32,
        "sha-384" or "sha3-384" => 48,
        "sha-512" or "sha3-512" or "blake2b-512" => 64,
        _ => null,
    };

    /// <summary>Hashes data; null for functions we cannot compute.</summary>
    public static byte[]? Compute(string name, ReadOnlySpan<byte> data) => name switch
    {
        "sha-1" => SHA1.HashData(data),
        "sha-256" => SHA256.HashData(data),
        "sha-384" => SHA384.HashData(data),
        "sha-512" => SHA512.HashData(data),
        "sha3-256" when SHA3_256.IsSupported => SHA3_256.HashData(data),
        "sha3-512" when SHA3_512.IsSupported => SHA3_512.HashData(data),
        _ => null,
    };
}
