using Nightjar.Server.Diagnostics;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Negotiation;

/// <summary>Whether the reader goes on with the next element.</summary>
public enum ReadFlow
{
    /// <summary>Go on.</summary>
    Continue,

    /// <summary>Stop until the carrier is told to resume: something is under way that the next element must wait for.</summary>
    Pause,
}

/// <summary>
/// What a connection reads for. All calls come on the connection's reading thread, one at a time, except
/// <see cref="OnEnded"/>, which comes once, on any thread.
/// </summary>
internal interface IStreamSink
{
    /// <summary>A stream header arrived.</summary>
    ReadFlow OnStreamOpened(Element header);

    /// <summary>A whole first-level element arrived; <paramref name="frame"/> is valid during the call only.</summary>
    ReadFlow OnElement(in XmlFrame frame);

    /// <summary>The peer closed its stream.</summary>
    void OnStreamClosed();

    /// <summary>What arrived is not XML that XMPP allows, or exceeds a limit. The connection ends after this call.</summary>
    void OnReadError(XmlError error);

    /// <summary>TLS is up, or (false) could not be agreed on and the connection ends.</summary>
    void OnTlsDone(bool succeeded);

    /// <summary>The peer has been silent since the last call of this kind or for the agreed time; once a second at most.</summary>
    /// <param name="now">Whole seconds of the connections' clock.</param>
    /// <param name="silentSeconds">Whole seconds since anything arrived.</param>
    void OnHeartbeat(int now, int silentSeconds);

    /// <summary>Nothing more arrives or leaves.</summary>
    void OnEnded(EndReason reason);
}
