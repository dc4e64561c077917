namespace Nightjar.Xmpp.Sasl;

/// <summary>Numbers of SCRAM, each with its reason.</summary>
public static class ScramDefaults
{
    /// <summary>PBKDF2 rounds for new passwords: RFC 7677 asks for 4,096 at least; 10,000 cost a phone about 50 ms at log-in.</summary>
    public const int Iterations = 10_000;

    /// <summary>Fewest rounds a client of ours accepts: RFC 7677 §4 names 4,096 as the minimum.</summary>
    public const int MinIterations = 4_096;

    /// <summary>Most rounds a client of ours accepts: more would let a hostile server burn seconds of its processor.</summary>
    public const int MaxIterations = 10_000_000;

    /// <summary>Salt bytes for new passwords: 128 random bits never repeat.</summary>
    public const int SaltBytes = 16;

    /// <summary>Longest salt accepted from a server or an import: none is known above 64 bytes.</summary>
    public const int MaxSaltBytes = 256;

    /// <summary>Longest SCRAM message accepted: names are at most 1,023 bytes, escaped three for one in the worst case.</summary>
    public const int MaxMessageBytes = 8_192;

    /// <summary>Longest nonce accepted from a peer, in characters: common clients send 16 to 64.</summary>
    public const int MaxNonceLength = 512;

    /// <summary>Longest user name or authorization identity accepted, in bytes: a JID part has 1,023, a bare JID two and an "@".</summary>
    public const int MaxNameBytes = 2_047;
}
