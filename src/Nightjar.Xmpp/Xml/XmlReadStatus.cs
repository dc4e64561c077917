namespace Nightjar.Xmpp.Xml;

/// <summary>What one call of <c>XmlStreamReader.Read</c> found.</summary>
public enum XmlReadStatus
{
    /// <summary>Everything given was consumed; nothing is complete yet.</summary>
    NeedMoreData,

    /// <summary>The stream header is complete: see <see cref="XmlStreamReader.StreamHeader"/>.</summary>
    StreamOpened,

    /// <summary>One depth-1 element is complete: see the frame.</summary>
    Element,

    /// <summary>The peer closed the stream with its end tag.</summary>
    StreamClosed,

    /// <summary>The stream is broken for good: see <see cref="XmlStreamReader.Error"/>.</summary>
    Error,
}
