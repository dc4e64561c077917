using System.Security.Cryptography;

namespace Nightjar.Xmpp.Sasl;

/// <summary>Nonces for SCRAM.</summary>
public static class SaslNonce
{
    const int RandomBytes = 18; // 144 bits: unguessable, and 24 characters of base64 without padding

    /// <summary>A fresh nonce from the system's random generator: 24 printable ASCII characters, no comma.</summary>
    public static string Create()
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        RandomNumberGenerator.Fill(random);
        return Convert.ToBase64String(random);
    }
}
