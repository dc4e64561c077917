using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Nightjar.Xmpp.Addressing;

/// <summary>A read-only map from code points to short strings, as the generator in eng/unicode lays it out.</summary>
sealed class StringMap
{
    readonly uint[] _keys;
    readonly ushort[] _offsets;
    readonly char[] _text;

    public StringMap(ReadOnlySpan<byte> section)
    {
        var count = BinaryPrimitives.ReadInt32LittleEndian(section);
        section = section[4..];
        _keys = MemoryMarshal.Cast<byte, uint>(section[..(count * 4)]).ToArray();
        section = section[(count * 4)..];
        _offsets = MemoryMarshal.Cast<byte, ushort>(section[..((count + 1) * 2)]).ToArray();
        section = section[((count + 1) * 2)..];
        _text = MemoryMarshal.Cast<byte, char>(section[..(_offsets[^1] * 2)]).ToArray();
    }

    /// <summary>What the code point maps to; empty when it has no mapping.</summary>
    public ReadOnlySpan<char> this[int codePoint]
    {
        get
        {
            var at = Array.BinarySearch(_keys, (uint)codePoint);
            return at < 0 ? default : _text.AsSpan(_offsets[at].._offsets[at + 1]);
        }
    }
}
