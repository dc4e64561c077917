namespace Nightjar.Server.Configuration;

/// <summary>What bounds the memory, time and work that one peer can cause.</summary>
public sealed record LimitOptions
{
    /// <summary>Largest stanza of a logged-in client. RFC 6120 §13.12 demands at least 10,000 bytes; avatars need about 200 KiB.</summary>
    [Size("10000", "16MiB")]
    public int StanzaBytes { get; init; } = 256 * 1024;

    /// <summary>Largest element before log-in: negotiation needs less than half of it, and anybody can send it.</summary>
    [Size("4KiB", "64KiB")]
    public int StanzaBytesBeforeLogin { get; init; } = 8 * 1024;

    /// <summary>Most elements in one stanza before log-in: SASL2 with everything inline needs about twenty.</summary>
    [Count(24, 1024)]
    public int ElementsBeforeLogin { get; init; } = 32;

    /// <summary>Connections in all: at about 25 KiB each this is half a gigabyte, and one file descriptor each.</summary>
    [Count(1, 1_000_000)]
    public int Connections { get; init; } = 20_000;

    /// <summary>Connections from one address (IPv6: one /64): a company behind one router fits, a flood does not.</summary>
    [Count(1, 1_000_000)]
    public int ConnectionsPerAddress { get; init; } = 250;

    /// <summary>Connections that have not logged in yet, in all: they are free to make, so they get a small share.</summary>
    [Count(1, 1_000_000)]
    public int UnauthenticatedConnections { get; init; } = 2_000;

    /// <summary>Connections from one address that have not logged in yet: one person's devices reconnecting at once.</summary>
    [Count(1, 1_000_000)]
    public int UnauthenticatedConnectionsPerAddress { get; init; } = 50;

    /// <summary>Time from connecting to being logged in: slow mobile links need ten seconds, stuck ones stay for ever.</summary>
    [Duration("5s", "10m")]
    public TimeSpan NegotiationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for the TLS handshake alone: it is the costliest thing a stranger can hold open.</summary>
    [Duration("2s", "2m")]
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Silence after which a client is pinged: below the usual time-out of home routers' tables.</summary>
    [Duration("10s", "1d")]
    public TimeSpan PingAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time to answer a ping before the connection counts as dead: a phone needs a while to wake its radio.</summary>
    [Duration("5s", "1h")]
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes waiting for one slow reader before its connection is cut: a few of the largest stanzas.</summary>
    [Size("64KiB", "64MiB")]
    public int SendQueueBytes { get; init; } = 1024 * 1024;

    /// <summary>Stanzas of one client being worked on before the server stops reading from it.</summary>
    [Count(1, 65_536)]
    public int UnfinishedStanzas { get; init; } = 256;

    /// <summary>Bytes of the same; whichever of the two comes first. Not below the largest stanza.</summary>
    [Size("16KiB", "64MiB")]
    public int UnfinishedBytes { get; init; } = 1024 * 1024;

    /// <summary>Devices of one account logged in at once: every message is copied to each.</summary>
    [Count(1, 1000)]
    public int SessionsPerAccount { get; init; } = 10;

    /// <summary>Entries in one contact list: it is sent whole at log-in.</summary>
    [Count(10, 100_000)]
    public int RosterItems { get; init; } = 2_000;

    /// <summary>Messages kept for somebody who is offline; after that senders are told so.</summary>
    [Count(0, 1_000_000)]
    public int OfflineMessages { get; init; } = 5_000;

    /// <summary>Stanzas waiting for one account before senders are slowed or told so.</summary>
    [Count(16, 1_000_000)]
    public int MailboxQueue { get; init; } = 4_096;

    /// <summary>Guessing passwords.</summary>
    public LoginLimitOptions Login { get; init; } = new();
}
