namespace Nightjar.Xmpp.Xml;

/// <content>Start tags and their attributes.</content>
internal sealed partial class XmlScanner
{
    private XmlAttributeRange[] _attributes = new XmlAttributeRange[16];
    private int _tokenStart;
    private int _colon;
    private int _tagNameStart;
    private int _tagNameLength;
    private int _tagColon;
    private int _tagFirstAttribute;
    private int _attributeCount;
    private int _attributeNameEnd;
    private int _valueStart;
    private byte _quote;
    private bool _spaceSeen;
    private bool _valueHasReferences;
    private bool _valueHasWhitespace;

    /// <summary>Bytes up to and including the '&gt;' of the top element's start tag.</summary>
    public int HeadLength { get; private set; }

    /// <summary>Offset of the top element's end tag; <see cref="HeadLength"/> when it has none.</summary>
    public int ContentEnd { get; private set; }

    /// <summary>The top element is written as an empty-element tag.</summary>
    public bool IsEmptyElement { get; private set; }

    /// <summary>Bytes of the top element's prefix without the colon.</summary>
    public int TopPrefixLength { get; private set; }

    /// <summary>Bytes of the top element's qualified name, which begins at offset 1.</summary>
    public int TopNameLength { get; private set; }

    /// <summary>How many attributes the top element has.</summary>
    public int TopAttributeCount { get; private set; }

    /// <summary>The top element's attributes, declarations included.</summary>
    public ReadOnlySpan<XmlAttributeRange> TopAttributes => _attributes.AsSpan(0, TopAttributeCount);

    private void BeginTags()
    {
        _tagFirstAttribute = 0;
        _attributeCount = 0;
        TopAttributeCount = 0;
    }

    private ScanStatus BeginStartTag(int nameStart)
    {
        if (_elements >= _limits.MaxElements)
        {
            return Fail(XmlErrorCondition.PolicyViolation, "too many elements in one stanza", nameStart);
        }

        if (_depth >= _limits.MaxDepth)
        {
            return Fail(XmlErrorCondition.PolicyViolation, "elements are nested too deeply", nameStart);
        }

        _elements++;
        _tokenStart = nameStart;
        _colon = 0;
        _attributeCount = _tagFirstAttribute;
        BeginTagNamespaces();
        _pos = nameStart;
        _state = State.TagName;
        return ScanStatus.Continue;
    }

    // One method and labels, because each label is also a place where the data may end and the next call goes on.
    private ScanStatus ScanStartTag(ReadOnlySpan<byte> data)
    {
        var i = _pos;
        ScanStatus status;
        switch (_state)
        {
            case State.TagName: goto TagName;
            case State.TagSpace: goto TagSpace;
            case State.AttributeName: goto AttributeName;
            case State.BeforeEquals: goto BeforeEquals;
            case State.BeforeValue: goto BeforeValue;
            case State.Value: goto Value;
            default: goto EmptyTag;
        }

    TagName:
        if (!ScanName(data, ref i, State.TagName, out status))
        {
            return status;
        }

        _tagNameStart = _tokenStart;
        _tagNameLength = i - _tokenStart;
        _tagColon = _colon;

    AfterValue:
        _spaceSeen = false;

    TagSpace:
        while (true)
        {
            if (i == data.Length)
            {
                return Suspend(State.TagSpace, i);
            }

            if (!XmlChars.IsSpace(data[i]))
            {
                break;
            }

            _spaceSeen = true;
            i++;
        }

        if (data[i] == '>')
        {
            return EndStartTag(data, i + 1, empty: false);
        }

        if (data[i] == '/')
        {
            i++;
            goto EmptyTag;
        }

        if (!_spaceSeen)
        {
            return Fail(XmlErrorCondition.NotWellFormed, "unexpected character in a tag", i);
        }

        if (_attributeCount - _tagFirstAttribute >= _limits.MaxAttributes)
        {
            return Fail(XmlErrorCondition.PolicyViolation, "too many attributes in one element", i);
        }

        _tokenStart = i;
        _colon = 0;

    AttributeName:
        if (!ScanName(data, ref i, State.AttributeName, out status))
        {
            return status;
        }

        _attributeNameEnd = i;

    BeforeEquals:
        while (i < data.Length && XmlChars.IsSpace(data[i]))
        {
            i++;
        }

        if (i == data.Length)
        {
            return Suspend(State.BeforeEquals, i);
        }

        if (data[i] != '=')
        {
            return Fail(XmlErrorCondition.NotWellFormed, "an attribute has no value", i);
        }

        i++;

    BeforeValue:
        while (i < data.Length && XmlChars.IsSpace(data[i]))
        {
            i++;
        }

        if (i == data.Length)
        {
            return Suspend(State.BeforeValue, i);
        }

        _quote = data[i];
        if (_quote is not ((byte)'"' or (byte)'\''))
        {
            return Fail(XmlErrorCondition.NotWellFormed, "an attribute value is not quoted", i);
        }

        _valueStart = ++i;
        _valueHasReferences = false;
        _valueHasWhitespace = false;

    Value:
        while (true)
        {
            i = XmlChars.SkipValue(data, i, _quote);
            if (i == data.Length)
            {
                return Suspend(State.Value, i);
            }

            var b = data[i];
            if (b == _quote)
            {
                break;
            }

            switch (b)
            {
                case (byte)'&':
                    _valueHasReferences = true;
                    return BeginReference(State.Value, i);
                case (byte)'<':
                    return Fail(XmlErrorCondition.NotWellFormed, "'<' is not allowed in an attribute value", i);
                case (byte)'\t' or (byte)'\n' or (byte)'\r':
                    _valueHasWhitespace = true;
                    i++;
                    break;
                default:
                    if (!SkipNonAscii(data, ref i, State.Value, out status))
                    {
                        return status;
                    }

                    break;
            }
        }

        status = AddAttribute(data, i);
        if (status != ScanStatus.Continue)
        {
            return status;
        }

        i++;
        goto AfterValue;

    EmptyTag:
        if (i == data.Length)
        {
            return Suspend(State.EmptyTag, i);
        }

        return data[i] == '>'
            ? EndStartTag(data, i + 1, empty: true)
            : Fail(XmlErrorCondition.NotWellFormed, "unexpected character in a tag", i);
    }

    /// <summary>Scans a qualified name from <c>_tokenStart</c>; false when the data ends or it is none.</summary>
    private bool ScanName(ReadOnlySpan<byte> data, ref int position, State resume, out ScanStatus status)
    {
        var i = position;
        status = ScanStatus.Continue;
        while ((uint)i < (uint)data.Length)
        {
            var b = data[i];
            if (XmlChars.IsAsciiName(b))
            {
                i++;
            }
            else if (b == ':')
            {
                if (_colon != 0)
                {
                    status = Fail(XmlErrorCondition.NotWellFormed, "a name has two colons", i);
                    return false;
                }

                _colon = i++;
            }
            else if (b < 0x80)
            {
                break;
            }
            else
            {
                var c = Utf8Decoder.Decode(data, i, out var length);
                if (c == Utf8Decoder.Incomplete)
                {
                    break;
                }

                if (!XmlChars.IsName(c))
                {
                    status = Fail(XmlErrorCondition.NotWellFormed, "a name has a forbidden character", i);
                    return false;
                }

                i += length;
            }
        }

        if (i - _tokenStart > _limits.MaxNameBytes)
        {
            status = Fail(XmlErrorCondition.PolicyViolation, "a name is too long", i);
            return false;
        }

        if (i == data.Length || data[i] >= 0x80)
        {
            status = Suspend(resume, i);
            return false;
        }

        if (!StartsName(data, _tokenStart, i) || (_colon != 0 && !StartsName(data, _colon + 1, i)))
        {
            status = Fail(XmlErrorCondition.NotWellFormed, "a name is empty or begins with a forbidden character", i);
            return false;
        }

        position = i;
        return true;
    }

    private static bool StartsName(ReadOnlySpan<byte> data, int start, int end) =>
        start < end && (data[start] < 0x80
            ? XmlChars.IsAsciiNameStart(data[start])
            : XmlChars.IsNameStart(Utf8Decoder.Decode(data, start, out _)));

    private ScanStatus AddAttribute(ReadOnlySpan<byte> data, int valueEnd)
    {
        var nameLength = _attributeNameEnd - _tokenStart;
        var name = data.Slice(_tokenStart, nameLength);
        for (var k = _tagFirstAttribute; k < _attributeCount; k++)
        {
            ref readonly var other = ref _attributes[k];
            if (other.NameLength == nameLength && data.Slice(other.NameStart, nameLength).SequenceEqual(name))
            {
                return Fail(XmlErrorCondition.NotWellFormed, "an attribute appears twice", _tokenStart);
            }
        }

        if (_attributeCount == _attributes.Length)
        {
            Array.Resize(ref _attributes, _attributes.Length * 2);
        }

        var prefixLength = _colon == 0 ? 0 : _colon - _tokenStart;
        ref var attribute = ref _attributes[_attributeCount++];
        attribute = new XmlAttributeRange(
            _tokenStart, nameLength, prefixLength, _valueStart, valueEnd - _valueStart, _valueHasReferences, _valueHasWhitespace);
        if (prefixLength == 0)
        {
            return nameLength == 5 && name.SequenceEqual("xmlns"u8) ? Declare(data, attribute) : ScanStatus.Continue;
        }

        if (prefixLength == 5 && name.StartsWith("xmlns"u8))
        {
            return Declare(data, attribute);
        }

        _prefixedAttributes |= prefixLength != 3 || !name.StartsWith("xml"u8);
        return ScanStatus.Continue;
    }

    private ScanStatus EndStartTag(ReadOnlySpan<byte> data, int end, bool empty)
    {
        if (_tagColon != 0 || _prefixedAttributes)
        {
            var status = ResolveTag(data);
            if (status != ScanStatus.Continue)
            {
                return status;
            }
        }

        _pos = end;
        _state = State.Text;
        if (_depth == 0)
        {
            HeadLength = end;
            TopNameLength = _tagNameLength;
            TopPrefixLength = _tagColon == 0 ? 0 : _tagColon - _tagNameStart;
            TopAttributeCount = _attributeCount;
            _tagFirstAttribute = _attributeCount;
            IsEmptyElement = empty;
            if (empty || _headerOnly)
            {
                ContentEnd = end;
                return ScanStatus.Complete;
            }
        }

        if (empty)
        {
            _bindingCount = _tagBindings;
            return ScanStatus.Continue;
        }

        if (_depth == _open.Length)
        {
            Array.Resize(ref _open, _open.Length * 2);
        }

        ref var open = ref _open[_depth++];
        open.NameStart = _tagNameStart;
        open.NameLength = _tagNameLength;
        open.Bindings = _tagBindings;
        return ScanStatus.Continue;
    }
}
