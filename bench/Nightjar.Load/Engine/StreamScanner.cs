namespace Nightjar.Load.Engine;

/// <summary>
/// Finds where the first-level elements of an XML stream end. It trusts the server: no checks of well-formedness,
/// which would only cost the machine time that belongs to the server.
/// </summary>
internal static class StreamScanner
{
    /// <summary>Length and kind of the item at the front of <paramref name="data"/>; length 0 when it is not whole yet.</summary>
    public static int Next(ReadOnlySpan<byte> data, out ItemKind kind)
    {
        kind = ItemKind.Incomplete;
        if (data.IsEmpty)
        {
            return 0;
        }

        if (data[0] != (byte)'<')
        {
            kind = ItemKind.Filler;
            var tag = data.IndexOf((byte)'<');
            return tag < 0 ? data.Length : tag;
        }

        if (data.Length < 2)
        {
            return 0;
        }

        return data[1] switch
        {
            (byte)'?' => UpTo(data, "?>"u8, ItemKind.Filler, out kind),
            (byte)'/' => UpTo(data, ">"u8, ItemKind.StreamEnd, out kind),
            _ => Element(data, out kind),
        };
    }

    static int UpTo(ReadOnlySpan<byte> data, ReadOnlySpan<byte> end, ItemKind whole, out ItemKind kind)
    {
        var at = data.IndexOf(end);
        kind = at < 0 ? ItemKind.Incomplete : whole;
        return at < 0 ? 0 : at + end.Length;
    }

    static int Element(ReadOnlySpan<byte> data, out ItemKind kind)
    {
        kind = ItemKind.Incomplete;
        var depth = 0;
        var at = 0;
        while (true)
        {
            var tag = data[at..].IndexOf((byte)'<');
            if (tag < 0 || at + tag + 1 >= data.Length)
            {
                return 0;
            }

            at += tag;
            var closing = data[at + 1] == (byte)'/';
            var end = TagEnd(data[at..]);
            if (end == 0)
            {
                return 0;
            }

            if (depth == 0 && data[at..].StartsWith("<stream:stream"u8))
            {
                kind = ItemKind.StreamStart;
                return end;
            }

            depth += closing ? -1 : data[at + end - 2] == (byte)'/' ? 0 : 1;
            at += end;
            if (depth == 0)
            {
                kind = ItemKind.Element;
                return at;
            }
        }
    }

    // A '>' may stand in an attribute's value.
    static int TagEnd(ReadOnlySpan<byte> tag)
    {
        var at = 0;
        while (true)
        {
            var next = tag[at..].IndexOfAny((byte)'>', (byte)'\'', (byte)'"');
            if (next < 0)
            {
                return 0;
            }

            at += next;
            if (tag[at] == (byte)'>')
            {
                return at + 1;
            }

            var close = tag[(at + 1)..].IndexOf(tag[at]);
            if (close < 0)
            {
                return 0;
            }

            at += close + 2;
        }
    }
}
