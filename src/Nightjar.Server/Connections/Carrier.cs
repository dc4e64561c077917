namespace Nightjar.Server.Connections;

/// <summary>
/// What carries the bytes of one connection. Reads happen on one thread at a time; writes happen under the
/// outbox's lock, which <see cref="Read"/> takes too where the two share state (TLS).
/// </summary>
internal abstract class Carrier
{
    /// <summary>The connection that reads from and writes to this carrier; set once, before the first event.</summary>
    public Connection Owner { get; set; } = null!;

    /// <summary>Set once TLS is up.</summary>
    public abstract TlsChannel? Tls { get; }

    /// <summary>For limits per address; never logged at the default level.</summary>
    public abstract System.Net.IPAddress RemoteAddress { get; }

    /// <summary>Reads what is there, without waiting.</summary>
    public abstract IoStatus Read(Span<byte> buffer, out int read);

    /// <summary>Writes what fits, without waiting.</summary>
    public abstract IoStatus Write(ReadOnlySpan<byte> data, out int written);

    /// <summary>True when more input waits than the descriptor's readiness shows.</summary>
    public abstract bool HasBufferedInput { get; }

    /// <summary>Asks to be told, or not, when there is something to read. Any thread.</summary>
    public abstract void WantRead(bool on);

    /// <summary>Asks to be told, or not, when there is room to write. Any thread.</summary>
    public abstract void WantWrite(bool on);

    /// <summary>
    /// Begins TLS with the certificate of <paramref name="domain"/> (null: of the first domain, unless the client
    /// names another); the outcome arrives at <see cref="Connection.OnTlsDone"/>.
    /// </summary>
    public abstract void StartTls(TlsContexts contexts, string? domain);

    /// <summary>Runs <see cref="Connection.Run"/> on the thread that reads, soon.</summary>
    public abstract void Schedule();

    /// <summary>Tells the peer that nothing more comes, and goes on reading.</summary>
    public abstract void ShutdownWrite();

    /// <summary>Releases everything; called on the reading thread, once.</summary>
    public abstract void Close();
}
