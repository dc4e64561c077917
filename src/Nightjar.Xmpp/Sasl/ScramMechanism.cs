using System.Collections.Frozen;

namespace Nightjar.Xmpp.Sasl;

/// <summary>One of the six SCRAM mechanisms (RFC 5802, RFC 7677, draft-melnikov-scram-sha-512).</summary>
/// <param name="Hash">Its hash function.</param>
/// <param name="Plus">Whether it binds to the TLS channel.</param>
public readonly record struct ScramMechanism(ScramHash Hash, bool Plus)
{
    internal const string PlusSuffix = "-PLUS";

    /// <summary>All six, in the order of preference: channel binding first, then the stronger hash.</summary>
    public static IReadOnlyList<ScramMechanism> All { get; } =
    [
        new(ScramHash.Sha512, true), new(ScramHash.Sha256, true), new(ScramHash.Sha1, true),
        new(ScramHash.Sha512, false), new(ScramHash.Sha256, false), new(ScramHash.Sha1, false),
    ];

    // After All: static members are initialised in the order they are written in.
    static readonly FrozenDictionary<string, ScramMechanism> ByName =
        All.ToFrozenDictionary(mechanism => mechanism.Name, StringComparer.Ordinal);

    /// <summary>The registered name, such as <c>SCRAM-SHA-256-PLUS</c>.</summary>
    public string Name => (Hash, Plus) switch
    {
        (ScramHash.Sha1, false) => "SCRAM-SHA-1",
        (ScramHash.Sha1, true) => "SCRAM-SHA-1-PLUS",
        (ScramHash.Sha256, false) => "SCRAM-SHA-256",
        (ScramHash.Sha256, true) => "SCRAM-SHA-256-PLUS",
        (ScramHash.Sha512, false) => "SCRAM-SHA-512",
        (ScramHash.Sha512, true) => "SCRAM-SHA-512-PLUS",
        _ => throw new InvalidOperationException("unknown hash"),
    };

    /// <summary>Finds a mechanism by its exact (case-sensitive) name; false when it is not a SCRAM mechanism of ours.</summary>
    public static bool TryParse(string name, out ScramMechanism mechanism) => ByName.TryGetValue(name, out mechanism);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
