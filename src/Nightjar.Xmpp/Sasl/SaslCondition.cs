namespace Nightjar.Xmpp.Sasl;

/// <summary>The defined conditions of a SASL failure (RFC 6120 §6.5); XEP-0388 uses the same ones.</summary>
public enum SaslCondition
{
    /// <summary>The peer aborted the exchange.</summary>
    Aborted,

    /// <summary>The account has been disabled temporarily.</summary>
    AccountDisabled,

    /// <summary>The credentials (a password or a FAST token) have expired.</summary>
    CredentialsExpired,

    /// <summary>The mechanism needs encryption that the stream does not have.</summary>
    EncryptionRequired,

    /// <summary>The data is not valid base64.</summary>
    IncorrectEncoding,

    /// <summary>The authorization identity is malformed or not the account that logged in.</summary>
    InvalidAuthzid,

    /// <summary>The mechanism is unknown or was not offered.</summary>
    InvalidMechanism,

    /// <summary>The mechanism's message breaks the mechanism's rules.</summary>
    MalformedRequest,

    /// <summary>The mechanism is weaker than policy permits for this account.</summary>
    MechanismTooWeak,

    /// <summary>Wrong credentials, unknown account, or channel binding that does not match: never told apart.</summary>
    NotAuthorized,

    /// <summary>A temporary error on this side.</summary>
    TemporaryAuthFailure,
}
