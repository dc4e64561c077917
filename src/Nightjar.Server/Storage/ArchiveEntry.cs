namespace Nightjar.Server.Storage;

/// <summary>A message to keep.</summary>
public readonly record struct ArchiveEntry
{
    /// <summary>In whose archive.</summary>
    public required OwnerId Owner { get; init; }

    /// <summary>The other side's bare JID, normalised; stored as a hash keyed for the owner, and sealed.</summary>
    public required string Peer { get; init; }

    /// <summary>When the server received it; stored rounded down to the hour, the exact time sealed.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What sort of message it is.</summary>
    public required ArchiveKind Kind { get; init; }

    /// <summary>Who wrote to whom.</summary>
    public required ArchiveDirection Direction { get; init; }

    /// <summary>Whether it waits for delivery (XEP-0160) until <see cref="IArchiveStore.MarkDeliveredAsync"/> names it.</summary>
    public required bool Deliver { get; init; }

    /// <summary>The stanza as bytes, at most <see cref="StorageLimits.StanzaBytes"/>; must not change until the commit.</summary>
    public required ReadOnlyMemory<byte> Stanza { get; init; }
}
