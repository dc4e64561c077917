using Nightjar.Xmpp.Sasl;

namespace Nightjar.Testing.Clients;

/// <summary>What carries a test client's bytes: memory, or a real socket. One reader and one writer at a time.</summary>
public interface IClientTransport : IAsyncDisposable
{
    /// <summary>What the client can bind to; none before TLS.</summary>
    ChannelBindings Bindings { get; }

    /// <summary>Sends. A peer that is gone is no error: the next read tells.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Waits for bytes; 0 when the server has ended the connection.</summary>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Performs the client's half of the handshake; false when it failed.</summary>
    Task<bool> StartTlsAsync(string domain, CancellationToken cancellationToken);

    /// <summary>Cuts the connection without a word.</summary>
    void Break();
}
