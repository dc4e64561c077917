using System.Buffers;
using System.Net.Sockets;

namespace Nightjar.Control;

/// <summary>Lines of bytes on a socket, bounded in length. One reader and one writer at a time.</summary>
internal sealed class ControlLines(Socket socket) : IDisposable
{
    /// <summary>Longest line: a batch of new accounts with the longest names and passwords fits.</summary>
    public const int MaxLineBytes = 1024 * 1024;

    private byte[] buffer = new byte[16 * 1024];
    private int filled;
    private int consumed;

    /// <summary>The next line without its end, valid until the next call; null when the other side has closed.</summary>
    /// <exception cref="InvalidDataException">The line is longer than <see cref="MaxLineBytes"/>.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        // What the last line held may have been a password.
        buffer.AsSpan(0, consumed).Clear();
        buffer.AsSpan(consumed, filled - consumed).CopyTo(buffer);
        (filled, consumed) = (filled - consumed, 0);
        for (var searched = 0; ;)
        {
            var end = buffer.AsSpan(searched, filled - searched).IndexOf((byte)'\n');
            if (end >= 0)
            {
                consumed = searched + end + 1;
                return buffer.AsMemory(0, consumed - 1);
            }

            searched = filled;
            if (filled == buffer.Length)
            {
                Grow();
            }

            var read = await socket.ReceiveAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return null;
            }

            filled += read;
        }
    }

    /// <summary>Sends one line.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(line.Length + 1);
        try
        {
            line.CopyTo(bytes);
            bytes[line.Length] = (byte)'\n';
            for (var sent = 0; sent <= line.Length;)
            {
                sent += await socket.SendAsync(bytes.AsMemory(sent, line.Length + 1 - sent), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    public void Dispose()
    {
        Array.Clear(buffer);
        socket.Dispose();
    }

    private void Grow()
    {
        if (buffer.Length >= MaxLineBytes)
        {
            throw new InvalidDataException("a line is too long");
        }

        var larger = new byte[Math.Min(buffer.Length * 4, MaxLineBytes)];
        buffer.CopyTo(larger, 0);
        Array.Clear(buffer);
        buffer = larger;
    }
}
