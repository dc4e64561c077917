namespace Nightjar.Load.Client;

/// <summary>Hands out 127.x.y.z in turn, so that every client looks like another host and ports do not run out.</summary>
internal static class SourceAddresses
{
    static uint s_next;

    /// <summary>The next address (host order), from 127.1.1.1 to 127.254.254.254.</summary>
    public static uint Next()
    {
        var i = s_next++;
        return 127u << 24 | (1 + i / (254 * 254) % 254) << 16 | (1 + i / 254 % 254) << 8 | (1 + i % 254);
    }
}
