namespace Nightjar.Server.Sessions;

/// <summary>What became of bytes handed to an outbox.</summary>
public enum OutboxResult
{
    /// <summary>They will leave, or wait within the limit.</summary>
    Accepted,

    /// <summary>They wait, and the peer reads slowly: more than half of the limit is used.</summary>
    Congested,

    /// <summary>They did not fit; the connection is being ended.</summary>
    Overflow,

    /// <summary>The connection has ended; nothing was taken.</summary>
    Closed,
}
