namespace Nightjar.Xmpp.Xml;

/// <content>End tags: of an element, or of the stream.</content>
internal sealed partial class XmlScanner
{
    private ScanStatus ScanEndTag(ReadOnlySpan<byte> data)
    {
        var i = _pos;
        if (_state == State.EndName)
        {
            ReadOnlySpan<byte> name;
            if (_depth > 0)
            {
                ref readonly var open = ref _open[_depth - 1];
                name = data.Slice(open.NameStart, open.NameLength);
            }
            else if (_streamName is not null)
            {
                name = _streamName;
            }
            else
            {
                return Fail(XmlErrorCondition.NotWellFormed, "an end tag has no start tag", i);
            }

            var done = i - _tokenStart;
            var step = Math.Min(name.Length - done, data.Length - i);
            if (!data.Slice(i, step).SequenceEqual(name.Slice(done, step)))
            {
                return Fail(XmlErrorCondition.NotWellFormed, "an end tag does not match its start tag", i);
            }

            i += step;
            if (done + step < name.Length)
            {
                return Suspend(State.EndName, i);
            }
        }

        while (i < data.Length && XmlChars.IsSpace(data[i]))
        {
            i++;
        }

        if (i == data.Length)
        {
            return Suspend(State.EndTail, i);
        }

        if (data[i] != '>')
        {
            return Fail(XmlErrorCondition.NotWellFormed, "an end tag does not match its start tag", i);
        }

        _pos = i + 1;
        _state = State.Text;
        if (_depth == 0)
        {
            return ScanStatus.Closed;
        }

        _bindingCount = _open[--_depth].Bindings;
        if (_depth > 0)
        {
            return ScanStatus.Continue;
        }

        ContentEnd = _tokenStart - 2;
        return ScanStatus.Complete;
    }
}
