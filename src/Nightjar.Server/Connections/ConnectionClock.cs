namespace Nightjar.Server.Connections;

/// <summary>
/// Seconds since the server started, set by its heartbeat once a second: a time stamp for every received packet
/// that costs one read of memory. One for each server, so that several in one process do not age each other.
/// </summary>
internal sealed class ConnectionClock
{
    private int _seconds = 1;

    public int Seconds => Volatile.Read(ref _seconds);

    public void Advance() => Interlocked.Increment(ref _seconds);
}
