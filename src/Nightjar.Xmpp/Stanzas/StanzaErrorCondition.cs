namespace Nightjar.Xmpp.Stanzas;

/// <summary>The defined conditions of a stanza error (RFC 6120 §8.3.3).</summary>
public enum StanzaErrorCondition
{
    /// <summary>The XML is not what the namespace demands.</summary>
    BadRequest,

    /// <summary>There is already something of that name.</summary>
    Conflict,

    /// <summary>Not built.</summary>
    FeatureNotImplemented,

    /// <summary>The sender may not do that, whatever it authenticates as.</summary>
    Forbidden,

    /// <summary>The addressee is elsewhere; the new address stands in the element.</summary>
    Gone,

    /// <summary>A fault of the server's own.</summary>
    InternalServerError,

    /// <summary>There is no such thing.</summary>
    ItemNotFound,

    /// <summary>An address is not a valid JID.</summary>
    JidMalformed,

    /// <summary>Understood, but against a policy.</summary>
    NotAcceptable,

    /// <summary>Nobody may do that.</summary>
    NotAllowed,

    /// <summary>Log in, or give the right credentials, first.</summary>
    NotAuthorized,

    /// <summary>A policy of this server forbids it.</summary>
    PolicyViolation,

    /// <summary>The addressee is there in principle, but not now.</summary>
    RecipientUnavailable,

    /// <summary>Ask elsewhere, for now.</summary>
    Redirect,

    /// <summary>Register first.</summary>
    RegistrationRequired,

    /// <summary>There is no such server.</summary>
    RemoteServerNotFound,

    /// <summary>The server could not be reached in time.</summary>
    RemoteServerTimeout,

    /// <summary>A limit of the server is reached.</summary>
    ResourceConstraint,

    /// <summary>The addressee does not offer this.</summary>
    ServiceUnavailable,

    /// <summary>Subscribe first.</summary>
    SubscriptionRequired,

    /// <summary>Only for use with an application-specific condition.</summary>
    UndefinedCondition,

    /// <summary>Understood, but not at this moment.</summary>
    UnexpectedRequest,
}
