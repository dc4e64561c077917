namespace Nightjar.Server.Configuration;

/// <summary>One domain that this server speaks for.</summary>
public sealed record DomainOptions
{
    /// <summary>
    /// The part of the address behind the @, in lower case, e.g. <c>example.org</c>. Internationalised names
    /// as people write them or in their <c>xn--</c> form.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>Who may create an account with a client (XEP-0077).</summary>
    public RegistrationOptions Registration { get; init; } = new();

    /// <summary>
    /// Whether messages are kept for a person's other devices (XEP-0313) and committed to disk before they
    /// count as sent. Off: nothing is kept but messages waiting for somebody who is offline.
    /// </summary>
    public bool Archive { get; init; } = true;

    /// <summary>Where the operator can be reached, as shown to clients and servers (XEP-0157).</summary>
    public ContactAddressOptions ContactAddresses { get; init; } = new();

    /// <summary>
    /// Certificate and key of this domain. Without it the server makes its own authority and certificate,
    /// which is good for trying out: clients must be told to trust it.
    /// </summary>
    public CertificateOptions? Certificate { get; init; }

    /// <summary>What self-chosen user names must look like.</summary>
    public UserNameOptions UserNames { get; init; } = new();

    /// <summary>What self-chosen passwords must look like.</summary>
    public PasswordOptions Passwords { get; init; } = new();
}
