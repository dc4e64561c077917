using Nightjar.Testing.Clients;
using Nightjar.Xmpp.Sasl;

namespace Nightjar.Testing.Memory;

/// <summary>The client's end of a <see cref="MemoryCarrier"/>.</summary>
internal sealed class MemoryTransport(MemoryCarrier carrier) : IClientTransport
{
    public MemoryCarrier Carrier => carrier;

    public ChannelBindings Bindings { get; private set; } = ChannelBindings.None;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        carrier.PeerWrite(bytes.Span);
        return ValueTask.CompletedTask;
    }

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        carrier.PeerReadAsync(buffer, cancellationToken);

    public async Task<bool> StartTlsAsync(string domain, CancellationToken cancellationToken)
    {
        MemoryTls? tls = await carrier.PeerStartTlsAsync(cancellationToken).ConfigureAwait(false);
        Bindings = tls?.ClientBindings ?? ChannelBindings.None;
        return tls is not null;
    }

    public void Break() => carrier.PeerClose();

    public ValueTask DisposeAsync()
    {
        Break();
        return ValueTask.CompletedTask;
    }
}
