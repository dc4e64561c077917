namespace Nightjar.Server.Connections;

/// <summary>
/// Seconds since the process started, set by the heartbeat once a second: a time stamp for every received packet
/// that costs one read of memory.
/// </summary>
internal static class ConnectionClock
{
    private static int s_seconds = 1;

    public static int Seconds => Volatile.Read(ref s_seconds);

    public static void Advance() => Interlocked.Increment(ref s_seconds);
}
