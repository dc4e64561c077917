using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Nightjar.Server.Diagnostics;

/// <summary>
/// Serves <c>GET /metrics</c> on loopback: just enough HTTP for a monitoring system, because a web server costs start-up
/// time and memory that a server without one does not need. Answers only requests addressed to the loopback itself, so
/// that no web page in a browser on this machine can read the figures through a name of its own.
/// </summary>
public sealed class MetricsEndpoint : IAsyncDisposable
{
    private const int MaxRequestBytes = 8192; // What proxies and scrapers send fits many times.
    private const int MaxConnections = 4; // One scraper, somebody curious, and their retries.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5); // Both ends are on this machine.

    private readonly Socket listener;
    private readonly MetricsCollector collector;
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;

    private MetricsEndpoint(Socket listener, MetricsCollector collector)
    {
        this.listener = listener;
        this.collector = collector;
        accepting = Task.WhenAll(Enumerable.Range(0, MaxConnections).Select(_ => AcceptAsync()));
    }

    /// <summary>Where it listens, with the port the system chose.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)listener.LocalEndPoint!;

    /// <summary>Starts to listen.</summary>
    /// <exception cref="SocketException">The address cannot be used.</exception>
    /// <exception cref="ArgumentException">The address is not on loopback.</exception>
    public static MetricsEndpoint Start(IPEndPoint endPoint, MetricsCollector collector)
    {
        if (!IPAddress.IsLoopback(endPoint.Address))
        {
            throw new ArgumentException("Metrics are served on loopback only.", nameof(endPoint));
        }

        var listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(endPoint);
            listener.Listen(16);
            return new MetricsEndpoint(listener, collector);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        listener.Dispose();
        await accepting.ConfigureAwait(false);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var connection = await listener.AcceptAsync(stop.Token).ConfigureAwait(false);
                await ServeAsync(connection).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                // Out of descriptors, most likely: trying again at once would only burn the processor.
                await Task.Delay(Timeout, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return; // The endpoint is closing.
            }
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        timeout.CancelAfter(Timeout);
        try
        {
            await AnswerAsync(connection, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // This reader is gone or asleep.
        }
    }

    private async Task AnswerAsync(Socket connection, CancellationToken cancellationToken)
    {
        var head = await ReadHeadAsync(connection, cancellationToken).ConfigureAwait(false);
        var (status, body) = Decide(head);
        var content = Encoding.UTF8.GetBytes(body);
        var response = $"HTTP/1.1 {status}\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: {content.Length}\r\nConnection: close\r\n\r\n";
        await SendAsync(connection, Encoding.ASCII.GetBytes(response), cancellationToken).ConfigureAwait(false);
        await SendAsync(connection, content, cancellationToken).ConfigureAwait(false);
        connection.Shutdown(SocketShutdown.Send);
    }

    private (string Status, string Body) Decide(string? head)
    {
        if (head is null)
        {
            return ("431 Request Header Fields Too Large", "too large\n");
        }

        var lines = head.Split("\r\n");
        var host = lines.FirstOrDefault(l => l.StartsWith("Host:", StringComparison.OrdinalIgnoreCase))?[5..].Trim();
        if (host is null || !IsLoopback(host))
        {
            return ("403 Forbidden", "ask for it by its loopback address\n");
        }

        return lines[0].Split(' ') switch
        {
            ["GET", "/metrics", _] => ("200 OK", collector.Write()),
            ["GET", ..] => ("404 Not Found", "the figures are at /metrics\n"),
            _ => ("405 Method Not Allowed", "only GET\n"),
        };
    }

    private static bool IsLoopback(string host)
    {
        var colon = host.LastIndexOf(':');
        var name = colon > host.LastIndexOf(']') ? host[..colon] : host;
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || IPAddress.TryParse(name.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address);
    }

    private static async Task<string?> ReadHeadAsync(Socket connection, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxRequestBytes];
        for (var length = 0; length < buffer.Length;)
        {
            var read = await connection.ReceiveAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            length += read;
            var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end >= 0 || read == 0)
            {
                return Encoding.ASCII.GetString(buffer, 0, end >= 0 ? end : length);
            }
        }

        return null;
    }

    private static async Task SendAsync(Socket connection, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await connection.SendAsync(bytes, cancellationToken).ConfigureAwait(false)..];
        }
    }
}
