using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Nightjar.Control;

/// <summary>
/// Lets the operator's commands reach the running server: a socket in the data folder that only the server's own user can
/// open. One line of JSON for a command, one for its answer.
/// </summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private const int MaxConnections = 8; // Operators' terminals and scripts; the next one waits.

    private readonly Socket listener;
    private readonly string path;
    private readonly ControlHandler handler;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    private ControlServer(Socket listener, string path, ControlHandler handler, ILogger logger)
    {
        (this.listener, this.path, this.handler, this.logger) = (listener, path, handler, logger);
        serving = Task.WhenAll(Enumerable.Range(0, MaxConnections).Select(_ => AcceptAsync()));
    }

    /// <summary>
    /// Starts to listen; the caller owns the data folder, so a socket that is there already is left over. Null, with a warning
    /// in the log, where the system does not allow it: the server is of use without.
    /// </summary>
    public static ControlServer? TryStart(string path, ControlHandler handler, ILogger logger)
    {
        if (!ControlSocket.IsUsable(path))
        {
            ControlLog.Unavailable(logger, "the path of the data folder is too long for a socket");
            return null;
        }

        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(path);
            listener.Bind(new UnixDomainSocketEndPoint(path));
            // Before Listen, so that nobody else ever connects; the data folder is closed to others besides.
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            listener.Listen(MaxConnections);
            return new(listener, path, handler, logger);
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            listener.Dispose();
            ControlLog.Unavailable(logger, e.Message);
            return null;
        }
    }

    /// <summary>Stops listening and waits for the commands under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        listener.Dispose();
        await serving.ConfigureAwait(false);
        stop.Dispose();
        File.Delete(path);
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var lines = new ControlLines(await listener.AcceptAsync(stop.Token).ConfigureAwait(false));
                await ServeAsync(lines).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                // Out of descriptors, most likely: not at once again.
                await Task.Delay(1000, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return; // The server stops.
            }
            catch (Exception e)
            {
                ControlLog.Failed(logger, e);
            }
        }
    }

    private async Task ServeAsync(ControlLines lines)
    {
        try
        {
            while (await lines.ReadAsync(stop.Token).ConfigureAwait(false) is { } line)
            {
                // A command that has begun is finished, also when the operator goes away or the server stops.
                var reply = await ExecuteAsync(line).ConfigureAwait(false);
                await lines.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(reply, ControlJson.Default.ControlReply), stop.Token).ConfigureAwait(false);
            }
        }
        catch (SocketException)
        {
            // The operator pressed Ctrl-C.
        }
        catch (InvalidDataException)
        {
            // Not one of our commands: hang up.
        }
    }

    private async Task<ControlReply> ExecuteAsync(ReadOnlyMemory<byte> line)
    {
        ControlRequest? request;
        try
        {
            request = JsonSerializer.Deserialize(line.Span, ControlJson.Default.ControlRequest);
        }
        catch (JsonException)
        {
            request = null;
        }

        if (request is null)
        {
            return new() { Error = "The running server does not know this command; is it of another version?" };
        }

        ControlLog.Executed(logger, request.Command, request.Accounts.Count);
        return await handler.ExecuteAsync(request, CancellationToken.None).ConfigureAwait(false);
    }
}
