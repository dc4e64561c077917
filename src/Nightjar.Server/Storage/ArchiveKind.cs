namespace Nightjar.Server.Storage;

/// <summary>What sort of message an entry is. The numbers are stored: never change one.</summary>
public enum ArchiveKind
{
    /// <summary>None of the others (RFC 6121 <c>normal</c>, receipts, markers …).</summary>
    Other = 0,

    /// <summary>One-to-one chat.</summary>
    Chat = 1,

    /// <summary>Group chat.</summary>
    GroupChat = 2,

    /// <summary>Headline.</summary>
    Headline = 3,
}
