using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Stanzas;

/// <summary>Answers that say why a stanza went nowhere.</summary>
public static class StanzaReplies
{
    /// <summary>
    /// The error that goes back to the sender: addresses exchanged, same id, the content not repeated
    /// (RFC 6120 §8.3.1 leaves that to us; a message that was too much once should not travel twice).
    /// Never call it for a stanza that is an error itself.
    /// </summary>
    public static Stanza ErrorReply(this Stanza stanza, StanzaError error)
    {
        ArgumentNullException.ThrowIfNull(stanza);
        ArgumentNullException.ThrowIfNull(error);
        return StanzaFactory.Reply(stanza, "error"u8, error.ToElement().ToUtf8(Namespaces.Client));
    }

    /// <summary>True when RFC 6120 §8.3.1 allows an error to be sent for it: not for errors, nor for IQ results.</summary>
    public static bool MayBeAnsweredWithError(this Stanza stanza) => stanza is not (null or Iq { IsRequest: false }) && !stanza.IsError;
}
