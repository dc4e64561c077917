using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Nightjar.Xmpp.Sasl;

namespace Nightjar.Testing.Clients;

/// <summary>A real connection to a listener on this machine; the server's certificate must be issued by the given authority.</summary>
public sealed class SocketTransport : IClientTransport
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly X509Certificate2 _authority;
    private Stream _stream = Stream.Null;

    private SocketTransport(X509Certificate2 authority) => _authority = authority;

    /// <inheritdoc/>
    public ChannelBindings Bindings { get; private set; } = ChannelBindings.None;

    /// <summary>Connects to a port of 127.0.0.1.</summary>
    public static async Task<SocketTransport> ConnectAsync(int port, X509Certificate2 authority, CancellationToken cancellationToken)
    {
        var transport = new SocketTransport(authority);
        await transport._socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken).ConfigureAwait(false);
        transport._stream = new NetworkStream(transport._socket, ownsSocket: true);
        return transport;
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The server may end the connection at any moment; what it said last is still to be read.
        }
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }

    /// <inheritdoc/>
    public async Task<bool> StartTlsAsync(string domain, CancellationToken cancellationToken)
    {
        var tls = new SslStream(_stream);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_authority);
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = domain,
                    CertificateChainPolicy = policy,
                    ApplicationProtocols = [new SslApplicationProtocol("xmpp-client")],
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            return false;
        }

        _stream = tls;
        Bindings = new ChannelBindings { ServerEndPoint = ServerEndPointBinding.Compute(new X509Certificate2(tls.RemoteCertificate!)) };
        return true;
    }

    /// <inheritdoc/>
    public void Break() => _socket.Close(0);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Break();
        await _stream.DisposeAsync().ConfigureAwait(false);
        _socket.Dispose();
    }
}
