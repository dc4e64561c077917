using Nightjar.Server.Storage;

namespace Nightjar.Testing.Storage;

/// <summary>All that one owner has.</summary>
sealed class MemoryOwner
{
    public AccountRecord? Account { get; set; }

    public byte[] Credentials { get; set; } = [];

    public long RosterVersion { get; set; }

    public Dictionary<string, byte[]> Roster { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Category, string Key), byte[]> Values { get; } = [];

    public SortedDictionary<long, (ArchiveEntry Entry, bool Pending)> Archive { get; } = [];

    public long LastSequence { get; set; }
}
