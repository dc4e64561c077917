namespace Nightjar.Xmpp.Sasl;

/// <summary>What the server's side of SCRAM can be told. Immutable and shareable.</summary>
public sealed record ScramServerSettings
{
    /// <summary>Fresh nonces, XEP-0474 off, XEP-0515 off.</summary>
    public static ScramServerSettings Default { get; } = new();

    /// <summary>Yields a fresh server nonce: printable ASCII without comma.</summary>
    public Func<string> NonceSource { get; init; } = SaslNonce.Create;

    /// <summary>Which form of XEP-0474 to send.</summary>
    public DowngradeProtection DowngradeProtection { get; init; }

    /// <summary>The TLS version to send as XEP-0515's attribute <c>t</c>, such as <c>0304</c>; null sends none.</summary>
    public string? TlsVersion { get; init; }

    /// <summary>Normalises an authorization identity to a bare JID before it is compared; null refuses it. Without it the
    /// identity must equal the account's JID character by character.</summary>
    public Func<string, string?>? PrepareAuthzid { get; init; }
}
