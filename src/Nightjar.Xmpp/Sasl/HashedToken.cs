using System.Security.Cryptography;
using System.Text;

namespace Nightjar.Xmpp.Sasl;

/// <summary>Tokens of XEP-0484 and the hashes both sides make of them.</summary>
public static class HashedToken
{
    /// <summary>Length of the hashes in bytes (SHA-256).</summary>
    public const int HashBytes = 32;

    const int RandomBytes = 32; // 256 bits, the strength of the HMAC

    /// <summary>A fresh token: 43 characters, letters, digits, "-" and "_" (safe in an XML attribute).</summary>
    /// <param name="fill">Fills a span with random bytes; the system's generator when omitted.</param>
    public static string Create(RandomFill? fill = null)
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        (fill ?? RandomNumberGenerator.Fill)(random);
        var token = System.Buffers.Text.Base64Url.EncodeToString(random);
        CryptographicOperations.ZeroMemory(random);
        return token;
    }

    /// <summary>HMAC(token, "Initiator" or "Responder" followed by the channel-binding data).</summary>
    internal static void Compute(string token, ReadOnlySpan<byte> role, ReadOnlySpan<byte> binding, Span<byte> destination)
    {
        var key = Encoding.UTF8.GetBytes(token);
        HMACSHA256.HashData(key, [.. role, .. binding], destination);
        CryptographicOperations.ZeroMemory(key);
    }
}
