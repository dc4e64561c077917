using System.Text;

namespace Nightjar.Xmpp.Xml;

/// <summary>Reads one direction of an XML stream (RFC 6120 §4), fed with bytes as they arrive.</summary>
/// <remarks>Strict as RFC 6120 §11 demands. An element that lies whole in the input is framed in place; one that arrives in
/// pieces is collected in a pooled buffer, and no byte is scanned twice. Between elements a reader owns no buffer.
/// Not thread-safe; calls may come from different threads one after another.</remarks>
public sealed class XmlStreamReader : IDisposable
{
    private static readonly byte[] s_usualStreamName = "stream:stream"u8.ToArray();

    // Bytes are kept in steps, so that the end of one element does not drag a whole receive buffer along.
    private const int SmallestStep = 1024;

    private readonly bool _framed;
    private XmlScanner? _scanner;
    private byte[]? _streamName;
    private long _offset;
    private Phase _phase;
    private byte _byteOrderMark;

    /// <summary>Makes a reader that expects a stream header first.</summary>
    /// <param name="limits">Limits from the first byte on.</param>
    public XmlStreamReader(XmlLimits limits)
        : this(limits, framed: false)
    {
    }

    private XmlStreamReader(XmlLimits limits, bool framed)
    {
        Limits = limits;
        _framed = framed;
    }

    private enum Phase : byte
    {
        /// <summary>Nothing yet: a byte-order mark or an XML declaration may come.</summary>
        Start,

        /// <summary>Past the declaration: the header must come.</summary>
        Prolog,

        /// <summary>The stream is open, or elements stand alone.</summary>
        Open,

        /// <summary>The header was an empty-element tag: the stream is already over.</summary>
        ClosePending,

        /// <summary>The end tag came.</summary>
        Closed,
    }

    /// <summary>The limits; a change holds from the next element on.</summary>
    public XmlLimits Limits { get; set; }

    /// <summary>The start tag of the stream, after <see cref="XmlReadStatus.StreamOpened"/> and until the next read.</summary>
    public Element? StreamHeader { get; private set; }

    /// <summary>The namespaces the stream header declared.</summary>
    public NamespaceContext Context { get; private set; } = NamespaceContext.Empty;

    /// <summary>The last read met white space between elements (a keep-alive, RFC 6120 §4.6.1).</summary>
    public bool SawWhitespace { get; private set; }

    /// <summary>Part of an element has arrived and waits for its rest.</summary>
    public bool HasPartialElement { get; private set; }

    /// <summary>Why reading ended for good, after <see cref="XmlReadStatus.Error"/>.</summary>
    public XmlError? Error { get; private set; }

    /// <summary>Makes a reader of elements that stand alone, without a stream around them (RFC 7395, XEP-0124). An XML
    /// declaration is accepted before the first element after creation or <see cref="Reset"/>. Whether a transport frame
    /// held exactly one element is the caller's check: one <see cref="XmlReadStatus.Element"/>, then
    /// <see cref="XmlReadStatus.NeedMoreData"/> without <see cref="HasPartialElement"/>.</summary>
    public static XmlStreamReader ForFrames(XmlLimits limits) => new(limits, framed: true);

    /// <summary>Reads on.</summary>
    /// <param name="input">New bytes; what an earlier call consumed must not be given again.</param>
    /// <param name="consumed">How many bytes of <paramref name="input"/> are done with; call again with the rest.</param>
    /// <param name="frame">The element, when the status is <see cref="XmlReadStatus.Element"/>; it may lie in
    /// <paramref name="input"/>.</param>
    public XmlReadStatus Read(ReadOnlySpan<byte> input, out int consumed, out XmlFrame frame)
    {
        frame = default;
        consumed = 0;
        StreamHeader = null;
        SawWhitespace = false;
        if (Error is not null)
        {
            return XmlReadStatus.Error;
        }

        if (HasPartialElement)
        {
            return ReadOn(input, ref consumed, ref frame);
        }

        _scanner?.DropBuffer();
        return ReadNext(input, ref consumed, ref frame);
    }

    /// <summary>Reads on, for a caller that wants no frame (negotiation tests, drains).</summary>
    public XmlReadStatus Read(ReadOnlySpan<byte> input, out int consumed) => Read(input, out consumed, out _);

    /// <summary>Expects a new stream, as after STARTTLS or SASL; partial input is forgotten, the limits stay.</summary>
    public void Reset()
    {
        Release();
        _streamName = null;
        _offset = 0;
        _phase = Phase.Start;
        _byteOrderMark = 0;
        StreamHeader = null;
        Context = NamespaceContext.Empty;
        SawWhitespace = false;
        Error = null;
    }

    /// <summary>Gives pooled memory back. The reader may be used again after <see cref="Reset"/>.</summary>
    public void Dispose()
    {
        Release();
        Error ??= new XmlError(XmlErrorCondition.NotWellFormed, "the reader was disposed", _offset);
    }

    private XmlReadStatus ReadNext(ReadOnlySpan<byte> input, ref int consumed, ref XmlFrame frame)
    {
        if (_phase == Phase.ClosePending)
        {
            _phase = Phase.Closed;
            Release();
            return XmlReadStatus.StreamClosed;
        }

        while (true)
        {
            if (!SkipToMarkup(input, ref consumed))
            {
                return XmlReadStatus.Error;
            }

            if (consumed == input.Length)
            {
                Release();
                return XmlReadStatus.NeedMoreData;
            }

            var scanner = _scanner ??= XmlScanner.Rent();
            scanner.Begin(
                Limits,
                Context,
                _phase == Phase.Open ? _streamName : null,
                headerOnly: !_framed && _phase != Phase.Open,
                declarationAllowed: _phase == Phase.Start);
            var item = input[consumed..];
            var window = item.Length > Limits.MaxElementBytes ? item[..Limits.MaxElementBytes] : item;
            var status = scanner.Scan(window);
            if (status == ScanStatus.NeedMore)
            {
                if (window.Length >= Limits.MaxElementBytes)
                {
                    return FailTooLong();
                }

                scanner.Keep(window, Limits.MaxElementBytes);
                HasPartialElement = true;
                consumed = input.Length;
                _offset += window.Length;
                return XmlReadStatus.NeedMoreData;
            }

            if (status != ScanStatus.Error)
            {
                consumed += scanner.Position;
                _offset += scanner.Position;
            }

            if (status != ScanStatus.Declaration)
            {
                return Finish(status, item, 0, ref frame);
            }

            _phase = Phase.Prolog;
        }
    }

    private XmlReadStatus ReadOn(ReadOnlySpan<byte> input, ref int consumed, ref XmlFrame frame)
    {
        var scanner = _scanner!;
        while (consumed < input.Length)
        {
            var before = scanner.Buffered.Length;
            var room = Limits.MaxElementBytes - before;
            if (room <= 0)
            {
                return FailTooLong();
            }

            var step = Math.Min(Math.Min(input.Length - consumed, room), Math.Max(SmallestStep, before));
            scanner.Keep(input.Slice(consumed, step), Limits.MaxElementBytes);
            var status = scanner.Scan(scanner.Buffered);
            if (status == ScanStatus.NeedMore)
            {
                consumed += step;
                _offset += step;
                continue;
            }

            HasPartialElement = false;
            if (status == ScanStatus.Error)
            {
                return Finish(status, default, before, ref frame);
            }

            consumed += scanner.Position - before;
            _offset += scanner.Position - before;
            scanner.TrimBuffer(scanner.Position);
            if (status != ScanStatus.Declaration)
            {
                return Finish(status, scanner.Buffered, 0, ref frame);
            }

            _phase = Phase.Prolog;
            scanner.DropBuffer();
            return ReadNext(input, ref consumed, ref frame);
        }

        return scanner.Buffered.Length >= Limits.MaxElementBytes ? FailTooLong() : XmlReadStatus.NeedMoreData;
    }

    /// <summary>Acts on a finished item; <paramref name="item"/> begins with it.</summary>
    private XmlReadStatus Finish(ScanStatus status, ReadOnlySpan<byte> item, int buffered, ref XmlFrame frame)
    {
        var scanner = _scanner!;
        switch (status)
        {
            case ScanStatus.Error:
                var error = scanner.Error!;
                return Fail(error with { Offset = _offset - buffered + error.Offset });

            case ScanStatus.Closed:
                _phase = Phase.Closed;
                Release();
                return XmlReadStatus.StreamClosed;

            case ScanStatus.Complete when !_framed && _phase != Phase.Open:
                OpenStream(item[..scanner.Position], scanner);
                return XmlReadStatus.StreamOpened;

            default:
                _phase = Phase.Open;
                frame = new XmlFrame(item[..scanner.Position], scanner, Context);
                return XmlReadStatus.Element;
        }
    }

    private void OpenStream(ReadOnlySpan<byte> tag, XmlScanner scanner)
    {
        _phase = scanner.IsEmptyElement ? Phase.ClosePending : Phase.Open;
        var name = tag.Slice(1, scanner.TopNameLength);
        _streamName = name.SequenceEqual(s_usualStreamName) ? s_usualStreamName : name.ToArray();
        (StreamHeader, Context) = ElementTree.BuildHeader(tag.ToArray());
    }

    /// <summary>Skips what may stand between elements; false on an error, else at '&lt;' or at the end.</summary>
    private bool SkipToMarkup(ReadOnlySpan<byte> input, ref int consumed)
    {
        while (consumed < input.Length)
        {
            var b = input[consumed];
            if (b == '<' && _phase != Phase.Closed && _byteOrderMark is 0 or 3)
            {
                return true;
            }

            if (XmlChars.IsSpace(b) && _byteOrderMark is 0 or 3)
            {
                SawWhitespace = true;
                if (_phase == Phase.Start)
                {
                    _phase = Phase.Prolog;
                }
            }
            else if (_phase == Phase.Start && _byteOrderMark < 3 && b == "\uFEFF"u8[_byteOrderMark])
            {
                _byteOrderMark++;
            }
            else
            {
                Fail(_phase == Phase.Open && b >= 0x20
                    ? new XmlError(XmlErrorCondition.BadFormat, "text is not allowed between stanzas", _offset)
                    : new XmlError(XmlErrorCondition.NotWellFormed, "unexpected character outside any element", _offset));
                return false;
            }

            consumed++;
            _offset++;
        }

        return true;
    }

    private XmlReadStatus FailTooLong() =>
        Fail(new XmlError(XmlErrorCondition.PolicyViolation, "a stanza is too long", _offset));

    private XmlReadStatus Fail(XmlError error)
    {
        Error = error;
        Release();
        return XmlReadStatus.Error;
    }

    private void Release()
    {
        HasPartialElement = false;
        if (_scanner is { } scanner)
        {
            _scanner = null;
            XmlScanner.Return(scanner);
        }
    }
}
