using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>An entry with its place, waiting for its commit.</summary>
readonly record struct ArchiveRow(OwnerCounter Counter, long Sequence, ArchiveEntry Entry);
