using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Stanzas;

/// <summary>Makes stanzas from what arrived, from trees, and as answers to others.</summary>
public static class StanzaFactory
{
    /// <summary>
    /// Reads a first-level element as a stanza. On the common path this allocates the stanza and one array of the
    /// exact size. The addresses are taken as they stand; stamping the sender is the session's business.
    /// </summary>
    /// <param name="frame">The element.</param>
    /// <param name="stamp">The sender to put in place of the <c>from</c> attribute; null keeps the attribute.</param>
    /// <param name="cache">Turns addresses into <see cref="Jid"/>s.</param>
    /// <param name="streamLanguage">Default language of the stream (RFC 6120 §4.7.4).</param>
    /// <param name="stanza">The stanza, also when an address or its type is bad: then it serves for the answer.</param>
    public static StanzaReadResult Read(
        in XmlFrame frame, Jid? stamp, JidCache cache, string? streamLanguage, out Stanza? stanza)
    {
        ArgumentNullException.ThrowIfNull(cache);
        StanzaKind kind = KindOf(frame.LocalName);
        stanza = null;
        if (kind == StanzaKind.None || !IsStanzaNamespace(frame.Namespace, stamp))
        {
            return StanzaReadResult.NotAStanza;
        }

        if (!frame.IsPortable)
        {
            return ReadSlowly(frame, stamp, streamLanguage, out stanza);
        }

        return ReadFast(frame, kind, stamp, cache, streamLanguage, out stanza);
    }

    private static StanzaReadResult ReadFast(
        in XmlFrame frame, StanzaKind kind, Jid? stamp, JidCache cache, string? streamLanguage, out Stanza? stanza)
    {
        ReadOnlySpan<byte> raw = frame.Bytes;
        ReadOnlySpan<XmlAttributeRange> attributes = frame.Attributes;
        StanzaReadResult result = StanzaReadResult.Ok;
        Jid? to = null;
        Jid? from = stamp;
        ReadOnlySpan<byte> type = default;
        int kept = 0;
        bool language = false;
        foreach (ref readonly XmlAttributeRange attribute in attributes)
        {
            ReadOnlySpan<byte> name = raw.Slice(attribute.NameStart, attribute.NameLength);
            if (name.SequenceEqual("to"u8))
            {
                if (!TryJid(raw, attribute, cache, out to))
                {
                    result = StanzaReadResult.BadTo;
                }
            }
            else if (name.SequenceEqual("from"u8))
            {
                if (!TryJid(raw, attribute, cache, out Jid? written))
                {
                    result = StanzaReadResult.BadFrom;
                }
                else if (stamp is null)
                {
                    from = written;
                }
                else if (written != stamp && written != stamp.Bare)
                {
                    result = StanzaReadResult.ForgedFrom;
                }
            }
            else if (!name.SequenceEqual("xmlns"u8))
            {
                kept += AttributeLength(attribute);
                language |= name.SequenceEqual("xml:lang"u8);
                if (name.SequenceEqual("type"u8))
                {
                    type = raw.Slice(attribute.ValueStart, attribute.ValueLength);
                }
            }
        }

        ReadOnlySpan<byte> content = raw[frame.HeadLength..frame.ContentEnd];
        byte[] bytes = GC.AllocateUninitializedArray<byte>(kept + content.Length);
        int at = 0;
        int idStart = 0;
        int idLength = 0;
        foreach (ref readonly XmlAttributeRange attribute in attributes)
        {
            ReadOnlySpan<byte> name = raw.Slice(attribute.NameStart, attribute.NameLength);
            if (name.SequenceEqual("to"u8) || name.SequenceEqual("from"u8) || name.SequenceEqual("xmlns"u8))
            {
                continue;
            }

            if (name.SequenceEqual("id"u8) && attribute.ValueLength > 0)
            {
                idStart = at;
                idLength = AttributeLength(attribute);
            }

            at += CopyAttribute(raw, attribute, bytes.AsSpan(at));
        }

        content.CopyTo(bytes.AsSpan(at));
        var parts = new StanzaParts
        {
            Bytes = bytes,
            AttributesLength = at,
            IdStart = idStart,
            IdLength = idLength,
            HasLanguage = language,
            From = from,
            To = to,
            StreamLanguage = streamLanguage,
        };
        StanzaReadResult made = Make(kind, parts, type, out stanza);
        return result == StanzaReadResult.Ok ? made : result;
    }

    internal static Stanza? FromElement(Element element, Jid? from, Jid? to, string? streamLanguage)
    {
        StanzaKind kind = KindOf(Encoding.UTF8.GetBytes(element.Name));
        if (kind == StanzaKind.None)
        {
            return null;
        }

        StanzaReadResult result = FromElement(element, kind, from, to, streamLanguage, out Stanza? stanza);
        return result == StanzaReadResult.Ok ? stanza : null;
    }

    /// <summary>An answer with the given type attribute and content, addresses exchanged, same id.</summary>
    internal static Stanza Reply(Stanza request, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> id = request.IdAttribute;
        byte[] bytes = new byte[id.Length + 8 + type.Length + content.Length];
        id.CopyTo(bytes);
        int at = id.Length;
        " type='"u8.CopyTo(bytes.AsSpan(at));
        type.CopyTo(bytes.AsSpan(at + 7));
        at += 7 + type.Length;
        bytes[at++] = (byte)'\'';
        content.CopyTo(bytes.AsSpan(at));
        var parts = new StanzaParts { Bytes = bytes, AttributesLength = at, IdLength = id.Length, From = request.To, To = request.From };
        Make(KindOf(request), parts, type, out Stanza? reply);
        return reply!;
    }

    private static StanzaReadResult ReadSlowly(in XmlFrame frame, Jid? stamp, string? streamLanguage, out Stanza? stanza)
    {
        stanza = null;
        Element element = frame.ToElement();
        StanzaReadResult result = StanzaReadResult.Ok;
        Jid? to = null;
        Jid? from = null;
        if (element.Attribute("to") is { } toText && (to = Jid.TryParse(toText)) is null)
        {
            result = StanzaReadResult.BadTo;
        }

        if (element.Attribute("from") is { } fromText && (from = Jid.TryParse(fromText)) is null)
        {
            result = StanzaReadResult.BadFrom;
        }
        else if (from is not null && stamp is not null && from != stamp && from != stamp.Bare)
        {
            result = StanzaReadResult.ForgedFrom;
        }

        StanzaReadResult made = FromElement(element, KindOf(frame.LocalName), stamp ?? from, to, streamLanguage, out stanza);
        return result == StanzaReadResult.Ok ? made : result;
    }

    private static StanzaReadResult FromElement(Element element, StanzaKind kind, Jid? from, Jid? to, string? streamLanguage, out Stanza? stanza)
    {
        // An attribute in a foreign namespace would need its prefix on the start tag, which is not ours to keep.
        Element head = new Element(Namespaces.Client, element.Name)
            .With([.. element.Attributes.Where(a => a.Namespace is "" or Namespaces.Xml && a.Name is not ("to" or "from")).Select(a => (Content)a)]);
        byte[] tag = head.ToUtf8(Namespaces.Client);
        int attributesLength = tag.Length - 1 - Encoding.UTF8.GetByteCount(element.Name) - 2;
        byte[] content = ContentUtf8([.. element.Nodes.Select(n => n.Element is { } child ? (Content)child : n.Text)]);
        byte[] bytes = new byte[attributesLength + content.Length];
        tag.AsSpan(tag.Length - 2 - attributesLength, attributesLength).CopyTo(bytes);
        content.CopyTo(bytes.AsSpan(attributesLength));
        (int idStart, int idLength) = FindId(bytes.AsSpan(0, attributesLength));
        var parts = new StanzaParts
        {
            Bytes = bytes,
            AttributesLength = attributesLength,
            IdStart = idStart,
            IdLength = idLength,
            HasLanguage = element.Attribute(Namespaces.Xml, "lang") is not null,
            From = from,
            To = to,
            StreamLanguage = streamLanguage,
        };
        return Make(kind, parts, Encoding.UTF8.GetBytes(element.Attribute("type") ?? ""), out stanza);
    }

    /// <summary>Content as it stands between the tags of a stanza.</summary>
    internal static byte[] ContentUtf8(params ReadOnlySpan<Content> content)
    {
        byte[] wrapped = new Element(Namespaces.Client, "x", content).ToUtf8(Namespaces.Client);

        // <x>…</x>, or <x/> when there is nothing.
        return wrapped.Length == 4 ? [] : wrapped[3..^4];
    }

    private static (int Start, int Length) FindId(ReadOnlySpan<byte> attributes)
    {
        // Our own writer made these bytes: one space before each attribute, quotes escaped inside values.
        int start = attributes.IndexOf(" id="u8);
        if (start < 0)
        {
            return (0, 0);
        }

        byte quote = attributes[start + 4];
        int end = attributes[(start + 5)..].IndexOf(quote);
        return end <= 0 ? (0, 0) : (start, 5 + end + 1);
    }

    private static StanzaReadResult Make(StanzaKind kind, in StanzaParts parts, ReadOnlySpan<byte> type, out Stanza? stanza)
    {
        switch (kind)
        {
            case StanzaKind.Message:
                stanza = new Message(parts, MessageTypeOf(type));
                return StanzaReadResult.Ok;
            case StanzaKind.Presence:
                bool known = TryPresenceType(type, out PresenceType presenceType);
                stanza = new Presence(parts, presenceType);
                return known ? StanzaReadResult.Ok : StanzaReadResult.BadType;
            default:
                bool valid = TryIqType(type, out IqType iqType);
                stanza = new Iq(parts, iqType);
                return !valid ? StanzaReadResult.BadType : parts.IdLength == 0 ? StanzaReadResult.MissingId : StanzaReadResult.Ok;
        }
    }

    // What is in no content namespace would leave in ours, and mean something else than what came (RFC 6120 §4.8.3).
    private static bool IsStanzaNamespace(string ns, Jid? stamp) => ns == Namespaces.Client || (stamp is null && ns == Namespaces.Server);

    private static StanzaKind KindOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("message"u8) ? StanzaKind.Message
        : name.SequenceEqual("presence"u8) ? StanzaKind.Presence
        : name.SequenceEqual("iq"u8) ? StanzaKind.Iq
        : StanzaKind.None;

    private static StanzaKind KindOf(Stanza stanza) => stanza switch
    {
        Message => StanzaKind.Message,
        Presence => StanzaKind.Presence,
        _ => StanzaKind.Iq,
    };

    private static MessageType MessageTypeOf(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("chat"u8) ? MessageType.Chat
        : type.SequenceEqual("groupchat"u8) ? MessageType.Groupchat
        : type.SequenceEqual("error"u8) ? MessageType.Error
        : type.SequenceEqual("headline"u8) ? MessageType.Headline
        : MessageType.Normal;

    private static bool TryPresenceType(ReadOnlySpan<byte> type, out PresenceType result)
    {
        result = PresenceType.Available;
        if (type.IsEmpty)
        {
            return true;
        }

        for (PresenceType candidate = PresenceType.Unavailable; candidate <= PresenceType.Error; candidate++)
        {
            if (Ascii.Equals(type, Presence.WireName(candidate)))
            {
                result = candidate;
                return true;
            }
        }

        return false;
    }

    private static bool TryIqType(ReadOnlySpan<byte> type, out IqType result)
    {
        result = type.SequenceEqual("set"u8) ? IqType.Set
            : type.SequenceEqual("result"u8) ? IqType.Result
            : type.SequenceEqual("error"u8) ? IqType.Error
            : IqType.Get;
        return result != IqType.Get || type.SequenceEqual("get"u8);
    }

    private static bool TryJid(ReadOnlySpan<byte> raw, in XmlAttributeRange attribute, JidCache cache, [NotNullWhen(true)] out Jid? jid)
    {
        ReadOnlySpan<byte> value = raw.Slice(attribute.ValueStart, attribute.ValueLength);
        if (attribute.HasEntities || attribute.NeedsNormalization)
        {
            value = Encoding.UTF8.GetBytes(XmlText.DecodeAttribute(value));
        }

        jid = cache.GetOrParse(value);
        return jid is not null;
    }

    // The leading space, the name, the equals sign and the quotes.
    private static int AttributeLength(in XmlAttributeRange attribute) => 1 + attribute.NameLength + 1 + attribute.ValueLength + 2;

    private static int CopyAttribute(ReadOnlySpan<byte> raw, in XmlAttributeRange attribute, Span<byte> target)
    {
        target[0] = (byte)' ';
        raw.Slice(attribute.NameStart, attribute.NameLength).CopyTo(target[1..]);
        int at = 1 + attribute.NameLength;
        target[at++] = (byte)'=';
        byte quote = raw[attribute.ValueStart - 1];
        target[at++] = quote;
        raw.Slice(attribute.ValueStart, attribute.ValueLength).CopyTo(target[at..]);
        at += attribute.ValueLength;
        target[at++] = quote;
        return at;
    }

    private enum StanzaKind
    {
        None,
        Message,
        Presence,
        Iq,
    }
}
