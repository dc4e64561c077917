using System.Runtime.CompilerServices;

namespace Nightjar.Xmpp.Xml;

/// <summary>Scans one item that begins with '&lt;': an element, a stream header, an XML declaration or a stream end tag.</summary>
/// <remarks>Resumable at every byte: <see cref="Scan"/> is called again with the same bytes and more, and goes on where it
/// stopped. It validates and records offsets, and copies nothing. Instances are pooled: see <see cref="Rent"/>.</remarks>
internal sealed partial class XmlScanner
{
    private State _state;
    private State _afterReference;
    private int _pos;
    private int _referenceStart;
    private int _depth;
    private int _elements;
    private OpenTag[] _open = new OpenTag[16];
    private XmlLimits _limits = XmlLimits.BeforeLogin;
    private NamespaceContext _context = NamespaceContext.Empty;
    private byte[]? _streamName;
    private bool _headerOnly;
    private bool _declarationAllowed;
    private bool _hasCData;

    private enum State : byte
    {
        Text,
        Markup,
        EndName,
        EndTail,
        TagName,
        TagSpace,
        AttributeName,
        BeforeEquals,
        BeforeValue,
        Value,
        EmptyTag,
        Reference,
        CDataOpen,
        CData,
        Declaration,
    }

    /// <summary>Bytes scanned so far; after completion the length of the item.</summary>
    public int Position => _pos;

    /// <summary>The fault; its offset counts from the start of the item.</summary>
    public XmlError? Error { get; private set; }

    /// <summary>Begins a new item.</summary>
    /// <param name="limits">Limits for it.</param>
    /// <param name="context">Namespaces declared outside.</param>
    /// <param name="streamName">The qualified name whose end tag closes the stream, when one may come.</param>
    /// <param name="headerOnly">Complete after the first start tag.</param>
    /// <param name="declarationAllowed">An XML declaration may stand here.</param>
    public void Begin(XmlLimits limits, NamespaceContext context, byte[]? streamName, bool headerOnly, bool declarationAllowed)
    {
        _limits = limits;
        _context = context;
        _streamName = streamName;
        _headerOnly = headerOnly;
        _declarationAllowed = declarationAllowed;
        _state = State.Markup;
        _pos = 1;
        _depth = 0;
        _elements = 0;
        _hasCData = false;
        Error = null;
        BeginTags();
        BeginNamespaces();
    }

    /// <summary>Scans on from where it stopped.</summary>
    /// <param name="data">The item from its first byte, '&lt;'.</param>
    public ScanStatus Scan(ReadOnlySpan<byte> data)
    {
        while (true)
        {
            var status = _state switch
            {
                State.Text => ScanText(data),
                State.Markup => ScanMarkup(data),
                State.EndName or State.EndTail => ScanEndTag(data),
                State.Reference => ScanReference(data),
                State.CDataOpen => ScanCDataOpen(data),
                State.CData => ScanCData(data),
                State.Declaration => ScanDeclaration(data),
                _ => ScanStartTag(data),
            };
            if (status != ScanStatus.Continue)
            {
                return status;
            }
        }
    }

    private ScanStatus ScanText(ReadOnlySpan<byte> data)
    {
        var i = _pos;
        while (true)
        {
            i = XmlChars.SkipText(data, i);
            if (i == data.Length)
            {
                return Suspend(State.Text, i);
            }

            var b = data[i];
            switch (b)
            {
                case (byte)'<':
                    _state = State.Markup;
                    _pos = i + 1;
                    return ScanStatus.Continue;
                case (byte)'&':
                    return BeginReference(State.Text, i);
                case (byte)'>':
                    // Looking back is safe: markup never ends in "]]" without this '>' being its own.
                    if (data[i - 1] == ']' && data[i - 2] == ']')
                    {
                        return Fail(XmlErrorCondition.NotWellFormed, "']]>' is not allowed in text", i);
                    }

                    i++;
                    break;
                case (byte)'\t' or (byte)'\n' or (byte)'\r':
                    i++;
                    break;
                default:
                    if (!SkipNonAscii(data, ref i, State.Text, out var status))
                    {
                        return status;
                    }

                    break;
            }
        }
    }

    private ScanStatus ScanMarkup(ReadOnlySpan<byte> data)
    {
        var i = _pos;
        if (i == data.Length)
        {
            return ScanStatus.NeedMore;
        }

        switch (data[i])
        {
            case (byte)'/':
                _tokenStart = _pos = i + 1;
                _state = State.EndName;
                return ScanStatus.Continue;
            case (byte)'!':
                _tokenStart = i;
                _state = State.CDataOpen;
                return ScanStatus.Continue;
            case (byte)'?':
                if (_depth > 0 || !_declarationAllowed)
                {
                    return Fail(XmlErrorCondition.RestrictedXml, "a processing instruction is not allowed", i);
                }

                _state = State.Declaration;
                return ScanStatus.Continue;
            default:
                return BeginStartTag(i);
        }
    }

    /// <summary>Checks the characters from a byte above 0x7F or a control character on, up to the next ASCII one.</summary>
    private bool SkipNonAscii(ReadOnlySpan<byte> data, ref int i, State resume, out ScanStatus status)
    {
        status = ScanStatus.Continue;
        while (i < data.Length && data[i] >= 0x80)
        {
            var c = Utf8Decoder.Decode(data, i, out var length);
            if (c == Utf8Decoder.Incomplete)
            {
                status = Suspend(resume, i);
                return false;
            }

            if (c is Utf8Decoder.Invalid or 0xFFFE or 0xFFFF)
            {
                status = Fail(XmlErrorCondition.NotWellFormed, "invalid UTF-8 or a forbidden character", i);
                return false;
            }

            i += length;
        }

        if (i < data.Length && data[i] < 0x20 && !XmlChars.IsSpace(data[i]))
        {
            status = Fail(XmlErrorCondition.NotWellFormed, "a control character is not allowed", i);
            return false;
        }

        return true;
    }

    private ScanStatus BeginReference(State after, int ampersand)
    {
        _afterReference = after;
        _referenceStart = ampersand;
        _state = State.Reference;
        _pos = ampersand + 1;
        return ScanStatus.Continue;
    }

    private ScanStatus ScanReference(ReadOnlySpan<byte> data)
    {
        var i = _pos;
        var first = _referenceStart + 1;
        for (; i < data.Length && data[i] != ';'; i++)
        {
            if (!char.IsAsciiLetterOrDigit((char)data[i]) && data[i] != '#')
            {
                // A name that would be a fine entity name elsewhere is a restricted entity, all else is a stray ampersand.
                return data[i] >= 0x80 || data[i] is (byte)'_' or (byte)'-' or (byte)'.' or (byte)':'
                    ? Fail(XmlErrorCondition.RestrictedXml, "only the five predefined entities are allowed", i)
                    : Fail(XmlErrorCondition.NotWellFormed, "'&' does not begin a reference", i);
            }

            // The longest predefined name has four letters. Digits may have zeros in front, so they may be longer.
            if (i - first >= 4 && data[first] != '#')
            {
                return Fail(XmlErrorCondition.RestrictedXml, "only the five predefined entities are allowed", i);
            }
        }

        if (i == data.Length)
        {
            return Suspend(State.Reference, i);
        }

        switch (XmlText.DecodeReference(data[first..i]))
        {
            case -1 when XmlChars.IsAsciiNameStart(data[first]):
                return Fail(XmlErrorCondition.RestrictedXml, "only the five predefined entities are allowed", i);
            case < 0:
                return Fail(XmlErrorCondition.NotWellFormed, "a reference is malformed or names a forbidden character", i);
            default:
                _state = _afterReference;
                _pos = i + 1;
                return ScanStatus.Continue;
        }
    }

    private ScanStatus ScanCDataOpen(ReadOnlySpan<byte> data)
    {
        var expected = "![CDATA["u8;
        var available = Math.Min(expected.Length, data.Length - _tokenStart);
        for (var i = _pos - _tokenStart; i < available; i++)
        {
            if (data[_tokenStart + i] == expected[i])
            {
                continue;
            }

            // Comment and DOCTYPE differ at the second character.
            return i == 1
                ? Fail(XmlErrorCondition.RestrictedXml, "comments and document type declarations are not allowed", _tokenStart + i)
                : Fail(XmlErrorCondition.NotWellFormed, "malformed CDATA section", _tokenStart + i);
        }

        _pos = _tokenStart + available;
        if (available < expected.Length)
        {
            return ScanStatus.NeedMore;
        }

        if (_depth == 0)
        {
            return Fail(XmlErrorCondition.NotWellFormed, "a CDATA section stands outside any element", _tokenStart);
        }

        _hasCData = true;
        _state = State.CData;
        return ScanStatus.Continue;
    }

    private ScanStatus ScanCData(ReadOnlySpan<byte> data)
    {
        var i = _pos;
        while (true)
        {
            i = XmlChars.SkipText(data, i);
            if (i == data.Length)
            {
                return Suspend(State.CData, i);
            }

            if (data[i] == '>' && data[i - 1] == ']' && data[i - 2] == ']')
            {
                _state = State.Text;
                _pos = i + 1;
                return ScanStatus.Continue;
            }

            if (data[i] is (byte)'<' or (byte)'&' or (byte)'>' or (byte)'\t' or (byte)'\n' or (byte)'\r')
            {
                i++;
            }
            else if (!SkipNonAscii(data, ref i, State.CData, out var status))
            {
                return status;
            }
        }
    }

    private ScanStatus Suspend(State state, int position)
    {
        _state = state;
        _pos = position;
        return ScanStatus.NeedMore;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ScanStatus Fail(XmlErrorCondition condition, string text, int position)
    {
        _pos = position;
        Error = new XmlError(condition, text, position);
        return ScanStatus.Error;
    }

    private struct OpenTag
    {
        public int NameStart;
        public int NameLength;
        public int Bindings;
    }
}
