namespace Nightjar.Xmpp.Stanzas;

/// <summary>What reading a first-level element as a stanza came to.</summary>
public enum StanzaReadResult
{
    /// <summary>A stanza.</summary>
    Ok,

    /// <summary>Neither message, presence nor IQ, or one in a namespace that is not the stream's (RFC 6120 §4.8.3): <c>unsupported-stanza-type</c> (RFC 6120 §4.9.3.25).</summary>
    NotAStanza,

    /// <summary>The <c>to</c> attribute is not a JID: <c>jid-malformed</c> (RFC 6120 §8.3.3.8).</summary>
    BadTo,

    /// <summary>The <c>from</c> attribute is not a JID: <c>invalid-from</c> (RFC 6120 §4.9.3.9).</summary>
    BadFrom,

    /// <summary>The <c>from</c> attribute is not the sender's own: <c>invalid-from</c>.</summary>
    ForgedFrom,

    /// <summary>A type that the kind of stanza does not have: <c>bad-request</c>.</summary>
    BadType,

    /// <summary>An IQ without an id: <c>bad-request</c> (RFC 6120 §8.1.3).</summary>
    MissingId,
}
