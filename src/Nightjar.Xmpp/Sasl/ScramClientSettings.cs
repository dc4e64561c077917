namespace Nightjar.Xmpp.Sasl;

/// <summary>What a SCRAM client needs to know. A class, not a record, so that nothing prints its secrets.</summary>
public sealed class ScramClientSettings
{
    /// <summary>The user name: for XMPP the localpart.</summary>
    public required string Username { get; init; }

    /// <summary>The prepared password (see <see cref="SaslPassword"/>); may be empty when <see cref="Keys"/> fit.</summary>
    public ReadOnlyMemory<byte> Password { get; init; }

    /// <summary>Keys kept from an earlier exchange; used when they fit the challenge.</summary>
    public ScramClientKeys? Keys { get; init; }

    /// <summary>The authorization identity; null sends none, which is the rule.</summary>
    public string? Authzid { get; init; }

    /// <summary>The channel-binding type for a -PLUS mechanism.</summary>
    public ChannelBindingType Binding { get; init; } = ChannelBindingType.TlsServerEndPoint;

    /// <summary>Where the channel-binding data comes from.</summary>
    public ChannelBindings Bindings { get; init; } = ChannelBindings.None;

    /// <summary>What the server was seen to offer: decides between <c>y</c> and <c>n</c>, and is checked against XEP-0474's hash
    /// when the server sends one. Null when it is not known: then <c>n</c>, and no check.</summary>
    public SaslOffer? Offer { get; init; }

    /// <summary>Our side's TLS version, such as <c>0304</c>; compared with XEP-0515's attribute when both are there.</summary>
    public string? TlsVersion { get; init; }

    /// <summary>Yields a fresh client nonce: printable ASCII without comma.</summary>
    public Func<string> NonceSource { get; init; } = SaslNonce.Create;

    /// <summary>Fewest PBKDF2 rounds accepted; not below 4,096 outside of tests of old vectors.</summary>
    public int MinIterations { get; init; } = ScramDefaults.MinIterations;

    /// <summary>Most PBKDF2 rounds accepted.</summary>
    public int MaxIterations { get; init; } = ScramDefaults.MaxIterations;
}
