using System.Diagnostics.Metrics;

namespace Nightjar.Storage.Sqlite;

/// <summary>Where the store is and how much it may hold in memory.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>The data folder; created with mode 0700. The lock file stands here.</summary>
    public required string Folder { get; init; }

    /// <summary>The database; <c>data.db</c> in the folder when null.</summary>
    public string? DataPath { get; init; }

    /// <summary>The key store; <c>keys.db</c> in the folder when null. Keep it out of the data backup.</summary>
    public string? KeysPath { get; init; }

    /// <summary>The wrapped epoch key; <c>epoch.key</c> in the folder when null.</summary>
    public string? EpochKeyPath { get; init; }

    /// <summary>The master key; <c>master.key</c> in the folder when null. Best kept on other media than the rest.</summary>
    public string? MasterKeyPath { get; init; }

    /// <summary>Threads that read. SQLite serves readers side by side; two keep a slow query from holding up log-ins.</summary>
    public int Readers { get; init; } = 2;

    /// <summary>Reads that wait at the same time; further ones wait for room. A second's work for two readers.</summary>
    public int QueuedReads { get; init; } = 16_384;

    /// <summary>Writes that wait at the same time; further ones wait for room. A second's work for the writer.</summary>
    public int QueuedWrites { get; init; } = 65_536;

    /// <summary>Bytes of writes that wait at the same time: what a disk takes in about a second.</summary>
    public long QueuedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Writes in one commit: beyond a few hundred the cost per row falls no further, and latency grows.</summary>
    public int CommitWrites { get; init; } = 500;

    /// <summary>Owners whose keys stay in memory, about 3 KiB each.</summary>
    public int CachedOwners { get; init; } = 4096;

    /// <summary>Owners whose archive counters stay in memory, about 150 bytes each: 10 MiB.</summary>
    public int CachedCounters { get; init; } = 65_536;

    /// <summary>Source of time for the archive's counters.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where metrics go; none when null.</summary>
    public IMeterFactory? Meters { get; init; }

    /// <summary>False stores values plainly; for the control test only.</summary>
    internal bool SealValues { get; init; } = true;
}
