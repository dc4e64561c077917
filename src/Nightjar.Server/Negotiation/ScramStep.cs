using Nightjar.Server.Accounts;
using Nightjar.Xmpp.Sasl;

namespace Nightjar.Server.Negotiation;

/// <summary>What one step of a log-in came to, for either SASL profile to put into its own words.</summary>
internal sealed record ScramStep
{
    /// <summary>The challenge, or with success the server's proof.</summary>
    public byte[] Data { get; init; } = [];

    /// <summary>The client is who it claims to be: this account, which exists and may be used. Null otherwise.</summary>
    public LoginKeys? Login { get; init; }

    /// <summary>The log-in failed.</summary>
    public SaslFailure? Failure { get; init; }

    /// <summary>And the stream ends with it.</summary>
    public bool EndsStream { get; init; }

    /// <summary>Why the stream ends.</summary>
    public string EndText { get; init; } = "";

    public static ScramStep Failed(SaslFailure failure) => new() { Failure = failure };
}
