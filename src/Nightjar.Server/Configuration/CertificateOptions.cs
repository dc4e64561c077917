namespace Nightjar.Server.Configuration;

/// <summary>Certificate files of a domain, in PEM as ACME clients write them. Changed files are picked up while running.</summary>
public sealed record CertificateOptions
{
    /// <summary>The file with the certificate followed by the intermediate ones (<c>fullchain.pem</c>).</summary>
    [FilePath]
    public required string Chain { get; init; }

    /// <summary>The file with the private key, RSA or EC, without a passphrase (<c>privkey.pem</c>).</summary>
    [FilePath]
    public required string Key { get; init; }
}
