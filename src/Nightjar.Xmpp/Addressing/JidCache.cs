using System.Numerics;

namespace Nightjar.Xmpp.Addressing;

/// <summary>
/// From the bytes of an address to a <see cref="Jid"/> that exists already, without allocating on a hit. Bounded; safe for
/// concurrent use without locks. The hash is keyed per process, so that nobody can aim at a slot.
/// </summary>
/// <remarks>Two ways per set: a new address takes the first, the one that was there moves to the second.</remarks>
public sealed class JidCache
{
    /// <summary>Longer input is parsed each time: at most this much memory is kept per entry, and real addresses are shorter.</summary>
    public const int MaxCachedBytes = 256;

    readonly Entry?[] _entries;
    readonly int _setMask;

    /// <summary>Creates an empty cache.</summary>
    /// <param name="capacity">Most entries to keep, 2 to 1,048,576; rounded up to a power of two.</param>
    public JidCache(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1 << 20);
        _entries = new Entry?[BitOperations.RoundUpToPowerOf2((uint)capacity)];
        _setMask = (_entries.Length >> 1) - 1;
    }

    /// <summary>The address in <paramref name="utf8"/> (unescaped), or null when it is not valid. Failures are not kept.</summary>
    public Jid? GetOrParse(ReadOnlySpan<byte> utf8)
    {
        var hash = KeyedHash.Of(utf8);
        var set = (hash & _setMask) << 1;
        if (Volatile.Read(ref _entries[set]) is { } first && first.Matches(hash, utf8))
            return first.Jid;
        if (Volatile.Read(ref _entries[set + 1]) is { } second && second.Matches(hash, utf8))
            return second.Jid;
        return Parse(utf8, hash, set);
    }

    Jid? Parse(ReadOnlySpan<byte> utf8, int hash, int set)
    {
        if (!Jid.TryParse(utf8, out var jid) || utf8.Length > MaxCachedBytes)
            return jid;
        // Entries are immutable, so a race between two writers can only cost one of them its place.
        Volatile.Write(ref _entries[set + 1], _entries[set]);
        Volatile.Write(ref _entries[set], new Entry(utf8, hash, jid));
        return jid;
    }

    sealed class Entry
    {
        readonly int _hash;
        readonly byte[]? _raw; // null when the input was normalised already, as nearly all is

        public Entry(ReadOnlySpan<byte> utf8, int hash, Jid jid)
        {
            _hash = hash;
            _raw = utf8.SequenceEqual(jid.Utf8) ? null : utf8.ToArray();
            Jid = jid;
        }

        public Jid Jid { get; }

        public bool Matches(int hash, ReadOnlySpan<byte> utf8) =>
            hash == _hash && utf8.SequenceEqual(_raw is null ? Jid.Utf8 : _raw);
    }
}
