namespace Nightjar.Xmpp.Xml;

/// <summary>Walks child elements without building them: <c>foreach (var child in frame.Children)</c>. Allocates nothing.</summary>
/// <remarks>The content must have been validated. Each child is scanned once, with its descendants skipped.</remarks>
public ref struct XmlChildEnumerator
{
    private readonly ReadOnlySpan<byte> _content;
    private readonly string _defaultNamespace;
    private int _pos;

    internal XmlChildEnumerator(ReadOnlySpan<byte> content, string defaultNamespace)
    {
        _content = content;
        _defaultNamespace = defaultNamespace;
    }

    /// <summary>The child at the current position.</summary>
    public XmlChild Current { get; private set; }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly XmlChildEnumerator GetEnumerator() => this;

    /// <summary>Goes to the next child; false when there is none.</summary>
    public bool MoveNext()
    {
        while (true)
        {
            var next = _content[_pos..].IndexOf((byte)'<');
            if (next < 0)
            {
                _pos = _content.Length;
                return false;
            }

            _pos += next;
            if (_content[_pos + 1] == '!')
            {
                SkipCData();
                continue;
            }

            var start = _pos;
            var headLength = SkipTag(out var empty);
            var contentEnd = _pos;
            for (var depth = empty ? 0 : 1; depth > 0;)
            {
                _pos += _content[_pos..].IndexOf((byte)'<');
                contentEnd = _pos;
                switch (_content[_pos + 1])
                {
                    case (byte)'!':
                        SkipCData();
                        break;
                    case (byte)'/':
                        _pos += _content[_pos..].IndexOf((byte)'>') + 1;
                        depth--;
                        break;
                    default:
                        SkipTag(out var childEmpty);
                        depth += childEmpty ? 0 : 1;
                        break;
                }
            }

            Current = new XmlChild(_content[start.._pos], headLength, contentEnd - start, _defaultNamespace);
            return true;
        }
    }

    private void SkipCData() => _pos += _content[_pos..].IndexOf("]]>"u8) + 3;

    /// <summary>Goes behind the start tag at the current position and returns its length.</summary>
    private int SkipTag(out bool empty)
    {
        var start = _pos;
        while (true)
        {
            _pos += _content[_pos..].IndexOfAny((byte)'>', (byte)'"', (byte)'\'');
            var b = _content[_pos++];
            if (b == '>')
            {
                empty = _content[_pos - 2] == '/';
                return _pos - start;
            }

            _pos += _content[_pos..].IndexOf(b) + 1;
        }
    }
}
