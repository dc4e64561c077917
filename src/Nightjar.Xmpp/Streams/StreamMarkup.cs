using System.Text;

using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Streams;

/// <summary>
/// Elements of the stream namespace as they stand on a stream: with the prefix <c>stream</c> that the header declares. Any
/// prefix would do (RFC 6120 §4.8.5), but there are clients that compare the qualified name.
/// </summary>
public static class StreamMarkup
{
    /// <summary>The closing tag of a stream.</summary>
    public static ReadOnlySpan<byte> Close => "</stream:stream>"u8;

    /// <summary><c>&lt;stream:NAME/&gt;</c> with content.</summary>
    public static byte[] Element(string name, params ReadOnlySpan<Content> content)
    {
        byte[] inner = StanzaFactory.ContentUtf8(content);
        return [.. Encoding.UTF8.GetBytes($"<stream:{name}>"), .. inner, .. Encoding.UTF8.GetBytes($"</stream:{name}>")];
    }
}
