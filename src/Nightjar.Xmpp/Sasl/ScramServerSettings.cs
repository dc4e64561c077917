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

    /// <summary>
    /// Whether a client that says it would have bound to the channel (<c>y</c>), although -PLUS was offered, is refused: RFC 5802
    /// §6 demands it, for somebody may have removed the -PLUS names from the offer. It also locks out clients that know only
    /// tls-unique and say <c>y</c> after it was refused (slixmpp 1.8 does under TLS 1.3). False lets them in and leaves the
    /// detection to XEP-0474. There is no safe middle: whoever sits in between can make the failing attempt himself.
    /// </summary>
    public bool DetectsStrippedPlus { get; init; } = true;

    /// <summary>Normalises an authorization identity to a bare JID before it is compared; null refuses it. Without it the
    /// identity must equal the account's JID character by character.</summary>
    public Func<string, string?>? PrepareAuthzid { get; init; }
}
