using Nightjar.Server.Diagnostics;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Streams;

namespace Nightjar.Server.Sessions;

/// <summary>
/// The way from an account's mailbox to a session. Only values pass, so that the session may be on another node.
/// </summary>
internal interface ISessionPort
{
    /// <summary>
    /// Hands a stanza over. With stream management the session keeps it until the client has acknowledged it and then
    /// reports <paramref name="archiveSequence"/> (0: none) back to the account.
    /// </summary>
    HandOver Deliver(Stanza stanza, long archiveSequence);

    /// <summary>Ends the session; it does not wait for resumption.</summary>
    void End(EndReason reason, StreamError? error);
}

/// <summary>What became of a stanza handed to a session.</summary>
public enum HandOver
{
    /// <summary>It is gone: written to a connection without stream management.</summary>
    Sent,

    /// <summary>The session keeps it until it is acknowledged, and reports that.</summary>
    Kept,

    /// <summary>The session has ended or is full; try another.</summary>
    Refused,
}
