namespace Nightjar.Server.Storage;

/// <summary>Who wrote to whom. The numbers are stored: never change one.</summary>
public enum ArchiveDirection
{
    /// <summary>From the peer to the owner.</summary>
    Incoming = 0,

    /// <summary>From the owner to the peer.</summary>
    Outgoing = 1,
}
