using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;

namespace Nightjar.Control;

/// <summary>Talks to the running server.</summary>
internal sealed class RemoteControl(Socket socket) : IControl
{
    private readonly ControlLines lines = new(socket);

    public async Task<ControlReply> ExecuteAsync(ControlRequest request, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(request, ControlJson.Default.ControlRequest);
        try
        {
            await lines.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            var line = await lines.ReadAsync(cancellationToken).ConfigureAwait(false)
                ?? throw new IOException("The server stopped before it answered; see whether the command was carried out.");
            return JsonSerializer.Deserialize(line.Span, ControlJson.Default.ControlReply)!;
        }
        catch (Exception e) when (e is SocketException or JsonException or InvalidDataException)
        {
            throw new IOException($"The running server did not answer: {e.Message}", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    public ValueTask DisposeAsync()
    {
        lines.Dispose();
        return ValueTask.CompletedTask;
    }
}
