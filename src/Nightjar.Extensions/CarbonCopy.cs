using System.Buffers;

using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Extensions;

/// <summary>Wraps a message for other devices (XEP-0280 §7-8, XEP-0297): bytes around bytes, no tree.</summary>
internal static class CarbonCopy
{
    /// <summary>A buffer that a large message made larger is not kept: usual ones need a few hundred bytes.</summary>
    private const int KeptBytes = 16 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    /// <summary>The copy for one resource; with <paramref name="other"/>, a copy for another one, the content is shared.</summary>
    public static Message For(BoundResource resource, Message? other, Jid account, Message original, bool isSent) =>
        other is not null ? (Message)other.Readdress(account, resource.Jid) : Wrap(account, resource.Jid, original, isSent);

    private static Message Wrap(Jid account, Jid to, Message original, bool isSent)
    {
        ArrayBufferWriter<byte> buffer = t_buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.Write(isSent
            ? "<sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>"u8
            : "<received xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>"u8);
        original.Write(buffer, null, Namespaces.Client);
        buffer.Write(isSent ? "</forwarded></sent>"u8 : "</forwarded></received>"u8);
        Message copy = Message.FromContent(account, to, original.Type, buffer.WrittenSpan);
        if (buffer.Capacity > KeptBytes)
        {
            t_buffer = null;
        }
        else
        {
            buffer.ResetWrittenCount();
        }

        return copy;
    }
}
