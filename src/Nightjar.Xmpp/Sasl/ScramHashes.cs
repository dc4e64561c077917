using System.Security.Cryptography;

namespace Nightjar.Xmpp.Sasl;

/// <summary>Facts about each <see cref="ScramHash"/>.</summary>
public static class ScramHashes
{
    internal const int MaxBytes = 64;

    /// <summary>Every supported hash, the strongest first.</summary>
    public static IReadOnlyList<ScramHash> StrongestFirst { get; } = [ScramHash.Sha512, ScramHash.Sha256, ScramHash.Sha1];

    /// <summary>Length of the hash and of each SCRAM key, in bytes.</summary>
    public static int Bytes(this ScramHash hash) => hash switch
    {
        ScramHash.Sha1 => 20,
        ScramHash.Sha256 => 32,
        ScramHash.Sha512 => 64,
        _ => throw new ArgumentOutOfRangeException(nameof(hash)),
    };

    /// <summary>Name of the mechanism without channel binding, which is also the name under which credentials are kept.</summary>
    public static string MechanismName(this ScramHash hash) => new ScramMechanism(hash, false).Name;

    internal static HashAlgorithmName AlgorithmName(this ScramHash hash) => hash switch
    {
        ScramHash.Sha1 => HashAlgorithmName.SHA1,
        ScramHash.Sha256 => HashAlgorithmName.SHA256,
        ScramHash.Sha512 => HashAlgorithmName.SHA512,
        _ => throw new ArgumentOutOfRangeException(nameof(hash)),
    };
}
