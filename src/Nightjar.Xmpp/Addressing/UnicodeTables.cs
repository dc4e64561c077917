using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Nightjar.Xmpp.Addressing;

/// <summary>
/// The Unicode data (version 15.0.0) behind PRECIS, IDNA and normalisation: about 165 KB, read when the first address that
/// is not ASCII arrives. See eng/unicode for its source and layout; little-endian machines only, like every one .NET 10 runs on but s390x.
/// </summary>
sealed class UnicodeTables
{
    static readonly Lazy<UnicodeTables> Loaded = new(() => new UnicodeTables());

    const int BlockBits = 7;

    readonly ushort[] _blocks;
    readonly ushort[] _records;
    readonly uint[] _values;
    readonly Dictionary<ulong, int> _compositions;

    UnicodeTables()
    {
        var data = Resource("unicode.bin");
        ReadOnlySpan<byte> rest = data;
        _blocks = MemoryMarshal.Cast<byte, ushort>(NextSection(ref rest)).ToArray();
        _records = MemoryMarshal.Cast<byte, ushort>(NextSection(ref rest)).ToArray();
        _values = MemoryMarshal.Cast<byte, uint>(NextSection(ref rest)).ToArray();
        _compositions = [];
        var pairs = MemoryMarshal.Cast<byte, int>(NextSection(ref rest));
        for (var i = 0; i < pairs.Length; i += 3)
            _compositions.Add(PairKey(pairs[i], pairs[i + 1]), pairs[i + 2]);
        Canonical = new StringMap(NextSection(ref rest));
        Compatibility = new StringMap(NextSection(ref rest));
        Width = new StringMap(NextSection(ref rest));
        Lower = new StringMap(NextSection(ref rest));
    }

    public static UnicodeTables Instance => Loaded.Value;

    /// <summary>Full canonical decomposition, in canonical order; Hangul syllables are not in it.</summary>
    public StringMap Canonical { get; }

    /// <summary>Full compatibility decomposition, only where it differs from the canonical one.</summary>
    public StringMap Compatibility { get; }

    /// <summary>Full-width and half-width forms to their ordinary ones (UAX 11).</summary>
    public StringMap Width { get; }

    /// <summary>Lower case, without the context-dependent final sigma.</summary>
    public StringMap Lower { get; }

    /// <summary>Everything that is known of one code point (0 to 0x10FFFF).</summary>
    public CodePointInfo this[int codePoint] =>
        new(_values[_records[(_blocks[codePoint >> BlockBits] << BlockBits) | (codePoint & ((1 << BlockBits) - 1))]]);

    /// <summary>The primary composite of two code points (Hangul excepted), or -1.</summary>
    public int Compose(int first, int second) => _compositions.GetValueOrDefault(PairKey(first, second), -1);

    static ulong PairKey(int first, int second) => ((ulong)(uint)first << 32) | (uint)second;

    /// <summary>The bytes of one of the data files of this folder.</summary>
    public static byte[] Resource(string name)
    {
        using var stream = typeof(UnicodeTables).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing from the assembly.");
        var data = new byte[stream.Length];
        stream.ReadExactly(data);
        return data;
    }

    /// <summary>Cuts the next section off.</summary>
    public static ReadOnlySpan<byte> NextSection(ref ReadOnlySpan<byte> rest)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        var section = rest.Slice(4, length);
        rest = rest[(4 + length)..];
        return section;
    }
}
