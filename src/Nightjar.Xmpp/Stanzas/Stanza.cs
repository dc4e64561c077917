using System.Buffers;
using System.Text;

using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Stanzas;

/// <summary>
/// A stanza (RFC 6120 §8) as an immutable value. It keeps the bytes it arrived with: the attributes that pass
/// through unchanged, then the content; whoever receives it gets its own start tag around the same content.
/// The common path never builds a tree. Safe for concurrent use.
/// </summary>
/// <remarks>
/// The content is written for a stream whose default namespace is that of the stanza itself, so the same bytes
/// serve <c>jabber:client</c> and <c>jabber:server</c>.
/// </remarks>
public abstract class Stanza
{
    // The attributes other than from, to, xmlns (each with a leading space), then the content without the end tag.
    private readonly byte[] _bytes;
    private readonly int _attributesLength;
    private readonly short _idStart;
    private readonly short _idLength;
    private readonly bool _hasLanguage;
    private Element? _element;

    private protected Stanza(in StanzaParts parts)
    {
        _bytes = parts.Bytes;
        _attributesLength = parts.AttributesLength;
        _idStart = (short)parts.IdStart;
        _idLength = (short)parts.IdLength;
        _hasLanguage = parts.HasLanguage;
        From = parts.From;
        To = parts.To;
        StreamLanguage = parts.StreamLanguage;
    }

    /// <summary>The sender; stamped by the server for its own clients. Null only for stanzas on their way in or out of a log-in.</summary>
    public Jid? From { get; }

    /// <summary>The addressee as the sender wrote it, or null.</summary>
    public Jid? To { get; }

    /// <summary>The default language of the stream it came from, to be stamped where it leaves (RFC 6120 §8.1.5).</summary>
    public string? StreamLanguage { get; }

    /// <summary><c>message</c>, <c>presence</c> or <c>iq</c>.</summary>
    public abstract string Name { get; }

    /// <summary>True when the type is <c>error</c>.</summary>
    public abstract bool IsError { get; }

    /// <summary>The id, decoded, or null.</summary>
    public string? Id => _idLength == 0 ? null : Element.Attribute("id");

    /// <summary>The id as it is written, for comparing it without a tree; empty when there is none.</summary>
    public ReadOnlySpan<byte> RawId => _idLength == 0 ? default : _bytes.AsSpan(_idStart + 5, _idLength - 6);

    /// <summary>The content between start tag and end tag, raw; see <see cref="XmlChildren"/> for walking it.</summary>
    public ReadOnlySpan<byte> Content => _bytes.AsSpan(_attributesLength);

    /// <summary>Bytes of attributes and content: what the stanza weighs in queues.</summary>
    public int Size => _bytes.Length;

    /// <summary>The stanza as a tree, in the namespace <c>jabber:client</c>. Built on first use and kept.</summary>
    public Element Element => _element ??= BuildElement();

    private protected abstract ReadOnlySpan<byte> TagName { get; }

    private protected ReadOnlySpan<byte> AttributeBytes => _bytes.AsSpan(0, _attributesLength);

    /// <summary>The id attribute as it stands in the start tag, with its leading space; empty when there is none.</summary>
    internal ReadOnlySpan<byte> IdAttribute => _bytes.AsSpan(_idStart, _idLength);

    /// <summary>This stanza between other addresses; the content is shared.</summary>
    public Stanza Readdress(Jid? from, Jid? to) => Copy(Parts(from, to));

    /// <summary>This stanza with <paramref name="appended"/> (portable XML, one or more elements) behind its content.</summary>
    public Stanza Append(ReadOnlySpan<byte> appended)
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(_bytes.Length + appended.Length);
        _bytes.CopyTo(bytes, 0);
        appended.CopyTo(bytes.AsSpan(_bytes.Length));
        return Copy(Parts(From, To) with { Bytes = bytes });
    }

    /// <summary>This stanza with <paramref name="child"/> behind its content.</summary>
    public Stanza Append(Element child) => Append(child.ToUtf8(Namespaces.Client));

    /// <summary>This stanza with other content, attributes unchanged.</summary>
    public Stanza WithContent(ReadOnlySpan<byte> content)
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(_attributesLength + content.Length);
        AttributeBytes.CopyTo(bytes);
        content.CopyTo(bytes.AsSpan(_attributesLength));
        return Copy(Parts(From, To) with { Bytes = bytes });
    }

    /// <summary>Most bytes <see cref="Write"/> produces for the given addresses.</summary>
    public int MaxWrittenBytes(Jid? to) =>
        _bytes.Length + 96 + (From?.EscapedUtf8.Length ?? 0) + ((to ?? To)?.EscapedUtf8.Length ?? 0) + (StreamLanguage?.Length ?? 0);

    /// <summary>Writes the stanza as it stands on a stream of its own namespace.</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="to">The addressee to write instead of <see cref="To"/>.</param>
    /// <param name="namespaceAttribute">A default namespace to declare, for a place where it is not in scope.</param>
    public void Write(IBufferWriter<byte> output, Jid? to = null, string? namespaceAttribute = null)
    {
        Span<byte> span = output.GetSpan(MaxWrittenBytes(to) + (namespaceAttribute?.Length ?? 0));
        int at = 0;
        span[at++] = (byte)'<';
        Put(span, ref at, TagName);
        if (namespaceAttribute is not null)
        {
            Put(span, ref at, " xmlns='"u8);
            at += Encoding.UTF8.GetBytes(namespaceAttribute, span[at..]);
            span[at++] = (byte)'\'';
        }

        if (From is { } from)
        {
            Put(span, ref at, " from='"u8);
            Put(span, ref at, from.EscapedUtf8);
            span[at++] = (byte)'\'';
        }

        if ((to ?? To) is { } addressee)
        {
            Put(span, ref at, " to='"u8);
            Put(span, ref at, addressee.EscapedUtf8);
            span[at++] = (byte)'\'';
        }

        if (StreamLanguage is not null && !_hasLanguage)
        {
            Put(span, ref at, " xml:lang='"u8);
            at += Encoding.UTF8.GetBytes(StreamLanguage, span[at..]);
            span[at++] = (byte)'\'';
        }

        Put(span, ref at, AttributeBytes);
        ReadOnlySpan<byte> content = Content;
        if (content.IsEmpty)
        {
            Put(span, ref at, "/>"u8);
        }
        else
        {
            span[at++] = (byte)'>';
            Put(span, ref at, content);
            Put(span, ref at, "</"u8);
            Put(span, ref at, TagName);
            span[at++] = (byte)'>';
        }

        output.Advance(at);
    }

    /// <summary>The stanza as standalone XML, namespace declared.</summary>
    public byte[] ToUtf8(string defaultNamespace = Namespaces.Client)
    {
        var buffer = new ArrayBufferWriter<byte>(MaxWrittenBytes(null) + 32);
        Write(buffer, null, defaultNamespace);
        return buffer.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(ToUtf8());

    /// <summary>
    /// The same stanza from a tree, for everything that is not on the common path. Attributes other than the
    /// addresses are kept; the addresses are those given.
    /// </summary>
    /// <returns>Null when the name is not that of a stanza or the type attribute is not allowed.</returns>
    public static Stanza? FromElement(Element element, Jid? from, Jid? to, string? streamLanguage = null) =>
        StanzaFactory.FromElement(element, from, to, streamLanguage);

    private protected abstract Stanza Copy(in StanzaParts parts);

    private StanzaParts Parts(Jid? from, Jid? to) => new()
    {
        Bytes = _bytes,
        AttributesLength = _attributesLength,
        IdStart = _idStart,
        IdLength = _idLength,
        HasLanguage = _hasLanguage,
        From = from,
        To = to,
        StreamLanguage = StreamLanguage,
    };

    private Element BuildElement()
    {
        var buffer = new ArrayBufferWriter<byte>(MaxWrittenBytes(null) + 32);
        Write(buffer, null, Namespaces.Client);
        return Element.Parse(buffer.WrittenMemory);
    }

    private static void Put(Span<byte> span, ref int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(span[at..]);
        at += bytes.Length;
    }
}
