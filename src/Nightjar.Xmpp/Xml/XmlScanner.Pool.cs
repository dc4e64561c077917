using System.Buffers;

namespace Nightjar.Xmpp.Xml;

/// <content>Pooling, and the buffer that holds an element that arrives in pieces.</content>
internal sealed partial class XmlScanner
{
    // Scanners wait here only between bursts of incomplete elements; each has about 3 KiB.
    private const int MaxPooled = 256;

    [ThreadStatic]
    private static XmlScanner? t_spare;

    private static readonly Lock s_lock = new();
    private static readonly XmlScanner?[] s_pool = new XmlScanner?[MaxPooled];
    private static int s_pooled;

    private byte[] _buffer = [];
    private int _buffered;

    /// <summary>The part of the item that was kept from earlier reads.</summary>
    public ReadOnlySpan<byte> Buffered => _buffer.AsSpan(0, _buffered);

    /// <summary>A scanner nobody else uses.</summary>
    public static XmlScanner Rent()
    {
        if (t_spare is { } spare)
        {
            t_spare = null;
            return spare;
        }

        lock (s_lock)
        {
            if (s_pooled > 0)
            {
                var pooled = s_pool[--s_pooled]!;
                s_pool[s_pooled] = null;
                return pooled;
            }
        }

        return new XmlScanner();
    }

    /// <summary>Gives a scanner back, with its buffer.</summary>
    public static void Return(XmlScanner scanner)
    {
        scanner.DropBuffer();
        scanner._context = NamespaceContext.Empty;
        scanner._streamName = null;
        scanner.Error = null;
        if (t_spare is null)
        {
            t_spare = scanner;
            return;
        }

        lock (s_lock)
        {
            if (s_pooled < MaxPooled)
            {
                s_pool[s_pooled++] = scanner;
            }
        }
    }

    /// <summary>Keeps more bytes of an incomplete item; the array doubles, but never beyond what <paramref name="limit"/> needs.</summary>
    public void Keep(ReadOnlySpan<byte> bytes, int limit)
    {
        var needed = _buffered + bytes.Length;
        if (needed > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Min(_buffer.Length * 2, limit)));
            Buffered.CopyTo(larger);
            if (_buffer.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_buffer);
            }

            _buffer = larger;
        }

        bytes.CopyTo(_buffer.AsSpan(_buffered));
        _buffered = needed;
    }

    /// <summary>Forgets kept bytes that turned out to lie beyond the item.</summary>
    public void TrimBuffer(int length) => _buffered = length;

    /// <summary>Gives the buffer back.</summary>
    public void DropBuffer()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }

        _buffered = 0;
    }
}
