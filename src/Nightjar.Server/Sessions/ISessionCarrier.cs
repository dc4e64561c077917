using Nightjar.Server.Diagnostics;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Streams;

namespace Nightjar.Server.Sessions;

/// <summary>What a session sends through while a client is connected. Any thread; nothing here waits.</summary>
internal interface ISessionCarrier
{
    /// <summary>Sends a stanza, followed by <paramref name="trailer"/> in the same write.</summary>
    OutboxResult Write(Stanza stanza, Jid? to, ReadOnlySpan<byte> trailer);

    /// <summary>Sends bytes that are whole elements.</summary>
    OutboxResult Write(ReadOnlySpan<byte> bytes);

    /// <summary>Reads on after a pause that the session asked for.</summary>
    void Resume();

    /// <summary>Ends the stream, with an error unless null.</summary>
    void End(EndReason reason, StreamError? error);
}
