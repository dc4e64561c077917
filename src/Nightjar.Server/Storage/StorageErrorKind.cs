namespace Nightjar.Server.Storage;

/// <summary>Why a storage operation failed, as far as the caller can act on it.</summary>
public enum StorageErrorKind
{
    /// <summary>Anything else, an I/O error for example; the message says what.</summary>
    Other,

    /// <summary>No room on the disk (or in the configured bound of the file); later writes are tried again.</summary>
    Full,

    /// <summary>The files cannot be written.</summary>
    ReadOnly,

    /// <summary>The files are damaged, or a sealed value does not open with the keys at hand.</summary>
    Corrupt,

    /// <summary>The owner does not exist (any more): it was deleted while the operation waited.</summary>
    NoSuchOwner,

    /// <summary>Another process has the same data open.</summary>
    InUse,

    /// <summary>The data was written by a newer version of the program.</summary>
    TooNew,

    /// <summary>The master key or a key file is missing, or belongs to other data.</summary>
    WrongKey,

    /// <summary>The store has been closed.</summary>
    Closed,
}
