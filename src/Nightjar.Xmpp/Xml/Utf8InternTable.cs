using System.Buffers.Binary;
using System.Text;

namespace Nightjar.Xmpp.Xml;

/// <summary>A fixed set of strings found by their UTF-8 bytes, without allocation. Immutable, so thread-safe.</summary>
internal sealed class Utf8InternTable
{
    private readonly int _mask;
    private readonly (byte[]? Key, string Value)[] _slots;

    public Utf8InternTable(params ReadOnlySpan<string> values)
    {
        // A quarter full at most: a miss then usually ends at the first slot.
        _slots = new (byte[]?, string)[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)values.Length * 4)];
        _mask = _slots.Length - 1;
        foreach (var value in values)
        {
            var key = Encoding.UTF8.GetBytes(value);
            var slot = Hash(key) & _mask;
            while (_slots[slot].Key is not null)
            {
                slot = (slot + 1) & _mask;
            }

            _slots[slot] = (key, value);
        }
    }

    public bool TryGet(ReadOnlySpan<byte> utf8, out string value)
    {
        for (var slot = Hash(utf8) & _mask; _slots[slot].Key is { } key; slot = (slot + 1) & _mask)
        {
            if (utf8.SequenceEqual(key))
            {
                value = _slots[slot].Value;
                return true;
            }
        }

        value = "";
        return false;
    }

    public string GetOrCreate(ReadOnlySpan<byte> utf8) =>
        TryGet(utf8, out var value) ? value : Encoding.UTF8.GetString(utf8);

    // Namespaces share their beginnings, so the hash takes the end. The set is fixed and small: an attacker who finds
    // colliding bytes meets a run of a few slots and nothing else, because the table never grows.
    private static int Hash(ReadOnlySpan<byte> utf8)
    {
        ulong tail;
        if (utf8.Length >= 8)
        {
            tail = BinaryPrimitives.ReadUInt64LittleEndian(utf8[^8..]);
        }
        else
        {
            tail = 0;
            foreach (var b in utf8)
            {
                tail = (tail << 8) | b;
            }
        }

        return (int)(((tail + (ulong)utf8.Length) * 0x9E37_79B9_7F4A_7C15) >> 40);
    }
}
