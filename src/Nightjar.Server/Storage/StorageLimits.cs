namespace Nightjar.Server.Storage;

/// <summary>Sizes that every store enforces; a caller that exceeds one gets an <see cref="ArgumentException"/>.</summary>
public static class StorageLimits
{
    /// <summary>Bytes of one value: an avatar or a key bundle fits, a file does not.</summary>
    public const int ValueBytes = 1024 * 1024;

    /// <summary>Bytes of one archived stanza: twice the largest stanza another server may send (512 KiB).</summary>
    public const int StanzaBytes = 1024 * 1024;

    /// <summary>Characters of a category or key of a value: a node name or JID (3,071 bytes) fits.</summary>
    public const int NameLength = 3072;

    /// <summary>Operations of one atomic batch: what one request of a client can reasonably touch.</summary>
    public const int BatchOperations = 1000;

    /// <summary>Entries of one append: a group message to the largest room of one node goes in a few calls.</summary>
    public const int AppendEntries = 1000;

    /// <summary>Throws unless <paramref name="category"/> and <paramref name="key"/> are usable names.</summary>
    public static void CheckName(string category, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(category);
        ArgumentNullException.ThrowIfNull(key);
        if (category.Length > NameLength || key.Length > NameLength)
        {
            throw new ArgumentException($"A category or key has more than {NameLength} characters.");
        }
    }

    /// <summary>Throws when <paramref name="length"/> is beyond <see cref="ValueBytes"/>.</summary>
    public static void CheckValue(int length)
    {
        if (length > ValueBytes)
        {
            throw new ArgumentException($"A value of {length} bytes is larger than {ValueBytes} bytes.");
        }
    }

    /// <summary>Throws unless an append has 1 to <see cref="AppendEntries"/> entries, each of a permitted size.</summary>
    public static void CheckAppend(IReadOnlyList<ArchiveEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentOutOfRangeException.ThrowIfZero(entries.Count, nameof(entries));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries.Count, AppendEntries, nameof(entries));
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Stanza.Length > StanzaBytes)
            {
                throw new ArgumentException($"A stanza of {entries[i].Stanza.Length} bytes is larger than {StanzaBytes} bytes.");
            }
        }
    }
}
