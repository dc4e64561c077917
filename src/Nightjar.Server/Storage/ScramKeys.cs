namespace Nightjar.Server.Storage;

/// <summary>What a server stores for one SCRAM hash (RFC 5802 §3): enough to verify, not enough to log in.</summary>
public sealed record ScramKeys
{
    /// <summary>The mechanism without <c>-PLUS</c>: <c>SCRAM-SHA-1</c>, <c>SCRAM-SHA-256</c> or <c>SCRAM-SHA-512</c>.</summary>
    public required string Mechanism { get; init; }

    /// <summary>Rounds of PBKDF2.</summary>
    public required int Iterations { get; init; }

    /// <summary>The salt.</summary>
    public required ReadOnlyMemory<byte> Salt { get; init; }

    /// <summary>StoredKey.</summary>
    public required ReadOnlyMemory<byte> StoredKey { get; init; }

    /// <summary>ServerKey.</summary>
    public required ReadOnlyMemory<byte> ServerKey { get; init; }
}
