using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Nightjar.Server.Configuration;
using Nightjar.Server.Connections.Certificates;
using Nightjar.Server.Storage;

namespace Nightjar.Hosting;

/// <summary>Holds the configured ports open in the shape of the server; the server itself takes its place.</summary>
internal sealed class NightjarServer(
    NightjarOptions options, IStore store, ICertificateSource certificates, ILoggerFactory loggers, TimeProvider time) : IAsyncDisposable
{
    private readonly List<Socket> sockets = [];
    private readonly List<BoundListener> listeners = [];

    public IReadOnlyList<BoundListener> Listeners => listeners;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        (_, _, _, _) = (store, certificates, loggers, time);
        foreach (var listener in options.Listeners)
        {
            Open(listener.Address, listener.Port, listener.Kind == ListenerKind.StartTls ? "STARTTLS" : "direct TLS");
        }

        foreach (var listener in options.Testing.PlaintextListeners)
        {
            Open(listener.Address, listener.Port, "NO TLS");
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(TimeSpan grace)
    {
        sockets.ForEach(s => s.Dispose());
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => new(StopAsync(TimeSpan.Zero));

    private void Open(IPAddress address, int port, string security)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        sockets.Add(socket);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(address, port));
        socket.Listen();
        listeners.Add(new((IPEndPoint)socket.LocalEndPoint!, security));
    }
}
