namespace Nightjar.Server.Storage;

/// <summary>
/// A storage operation did not happen. It surfaces on the operation that awaited it; whatever shared its commit failed
/// with it, nothing was half written, and the next write is tried afresh.
/// </summary>
public sealed class StorageException : Exception
{
    /// <summary>An error of kind <see cref="StorageErrorKind.Other"/>.</summary>
    public StorageException() : this(StorageErrorKind.Other, "Storage failed.")
    {
    }

    /// <summary>An error of kind <see cref="StorageErrorKind.Other"/> with a message.</summary>
    public StorageException(string message) : this(StorageErrorKind.Other, message)
    {
    }

    /// <summary>An error of kind <see cref="StorageErrorKind.Other"/> with a message and its cause.</summary>
    public StorageException(string message, Exception? innerException)
        : this(StorageErrorKind.Other, message, innerException)
    {
    }

    /// <summary>An error of a stated kind. The message names files and remedies, never users or contents.</summary>
    public StorageException(StorageErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>What the caller can act on.</summary>
    public StorageErrorKind Kind { get; }
}
