namespace Nightjar.Testing.Memory;

/// <summary>Bytes on their way. Not thread-safe.</summary>
internal sealed class ByteQueue
{
    private byte[] _bytes = [];
    private int _start;

    public int Count { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (_start + Count + bytes.Length > _bytes.Length)
        {
            byte[] larger = Count + bytes.Length > _bytes.Length ? new byte[Math.Max(1024, (Count + bytes.Length) * 2)] : _bytes;
            _bytes.AsSpan(_start, Count).CopyTo(larger);
            _bytes = larger;
            _start = 0;
        }

        bytes.CopyTo(_bytes.AsSpan(_start + Count));
        Count += bytes.Length;
    }

    public int Take(Span<byte> target)
    {
        int taken = Math.Min(Count, target.Length);
        _bytes.AsSpan(_start, taken).CopyTo(target);
        Count -= taken;
        _start += taken;
        if (Count == 0)
        {
            // Memory of idle connections is measured: their queues must not count.
            _bytes = [];
            _start = 0;
        }

        return taken;
    }
}
