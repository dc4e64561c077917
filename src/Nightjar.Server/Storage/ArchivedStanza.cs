namespace Nightjar.Server.Storage;

/// <summary>A kept message.</summary>
public sealed record ArchivedStanza
{
    /// <summary>Its place and its XEP-0359 id, the same as when it was appended.</summary>
    public required ArchiveId Id { get; init; }

    /// <summary>The other side's bare JID.</summary>
    public required string Peer { get; init; }

    /// <summary>When the server received it, to the millisecond, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What sort of message it is.</summary>
    public required ArchiveKind Kind { get; init; }

    /// <summary>Who wrote to whom.</summary>
    public required ArchiveDirection Direction { get; init; }

    /// <summary>The stanza as it was appended.</summary>
    public required ReadOnlyMemory<byte> Stanza { get; init; }
}
