namespace Nightjar.Xmpp.Sasl;

/// <summary>The hash function of a SCRAM mechanism.</summary>
public enum ScramHash
{
    /// <summary>SHA-1 (RFC 5802).</summary>
    Sha1,

    /// <summary>SHA-256 (RFC 7677).</summary>
    Sha256,

    /// <summary>SHA-512 (draft-melnikov-scram-sha-512).</summary>
    Sha512,
}
