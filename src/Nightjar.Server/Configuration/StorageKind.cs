namespace Nightjar.Server.Configuration;

/// <summary>The engine that keeps the data.</summary>
public enum StorageKind
{
    /// <summary>The embedded one: files in the data folder, nothing to install.</summary>
    Sqlite,
}
