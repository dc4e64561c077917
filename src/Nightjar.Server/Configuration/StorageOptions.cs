namespace Nightjar.Server.Configuration;

/// <summary>Where and how data is kept.</summary>
public sealed record StorageOptions
{
    /// <summary>The engine: <c>sqlite</c> is embedded.</summary>
    public StorageKind Kind { get; init; } = StorageKind.Sqlite;

    /// <summary>The folder of everything the server writes; made at first start, readable for the server alone.</summary>
    [FilePath]
    public string DataFolder { get; init; } = "nightjar-data";

    /// <summary>The key store, apart from the data so that backups of the data do not contain it; null: <c>keys.db</c> in the data folder.</summary>
    [FilePath]
    public string? KeyStore { get; init; }

    /// <summary>
    /// The master key that opens the key store; null: <c>master.key</c> in the data folder. Put it on another
    /// volume where the disk could be stolen.
    /// </summary>
    [FilePath]
    public string? MasterKey { get; init; }

    /// <summary>Where the data is: <c>data.db</c> in the data folder.</summary>
    public string DatabaseFile => Path.Combine(DataFolder, "data.db");

    /// <summary>Where the key store is, with the default filled in.</summary>
    public string KeyStoreFile => KeyStore ?? Path.Combine(DataFolder, "keys.db");

    /// <summary>Where the master key is, with the default filled in.</summary>
    public string MasterKeyFile => MasterKey ?? Path.Combine(DataFolder, "master.key");
}
