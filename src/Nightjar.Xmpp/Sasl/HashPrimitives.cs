using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Nightjar.Xmpp.Sasl;

/// <summary>The hash functions of SCRAM on spans.</summary>
[SuppressMessage("Security", "CA5350", Justification = "SCRAM-SHA-1 is a registered mechanism, and SCRAM does not rest on collision resistance.")]
static class HashPrimitives
{
    public static void Hash(ScramHash hash, ReadOnlySpan<byte> data, Span<byte> destination)
    {
        switch (hash)
        {
            case ScramHash.Sha1:
                SHA1.HashData(data, destination);
                break;
            case ScramHash.Sha256:
                SHA256.HashData(data, destination);
                break;
            default:
                SHA512.HashData(data, destination);
                break;
        }
    }

    public static void Hmac(ScramHash hash, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> destination)
    {
        switch (hash)
        {
            case ScramHash.Sha1:
                HMACSHA1.HashData(key, data, destination);
                break;
            case ScramHash.Sha256:
                HMACSHA256.HashData(key, data, destination);
                break;
            default:
                HMACSHA512.HashData(key, data, destination);
                break;
        }
    }
}
