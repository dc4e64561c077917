using Nightjar.Server.Configuration;
using Nightjar.Server.Storage;

namespace Nightjar.Checks;

/// <summary>Whether the data folder can be used, and by nobody else.</summary>
internal static class DataFolderCheck
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static IEnumerable<CheckFinding> Run(StorageOptions storage) =>
        Directory.Exists(storage.DataFolder) ? [.. Existing(storage)] : [Missing(storage.DataFolder)];

    private static CheckFinding Missing(string folder)
    {
        var parent = Path.GetDirectoryName(folder);
        while (parent is not null && !Directory.Exists(parent))
        {
            parent = Path.GetDirectoryName(parent);
        }

        return parent is not null && CanWrite(parent)
            ? CheckFinding.Good($"The data folder {folder} will be made at the first start.")
            : CheckFinding.Error($"The data folder {folder} does not exist and cannot be made.", $"Make it and give it to the user that runs the server: install -d -m 700 -o USER {folder}");
    }

    private static IEnumerable<CheckFinding> Existing(StorageOptions storage)
    {
        var folder = storage.DataFolder;
        yield return CanWrite(folder)
            ? CheckFinding.Good($"The data folder {folder} can be written.")
            : CheckFinding.Error($"The data folder {folder} cannot be written.", $"Give it to the user that runs the server: chown -R USER {folder}");
        if (IsOpenToOthers(folder))
        {
            yield return CheckFinding.Warning($"Other local users can look into {folder}.", $"chmod 700 {folder}");
        }

        yield return MasterKeyFinding(storage, File.Exists(storage.KeyStoreFile) || File.Exists(storage.DatabaseFile));
    }

    private static CheckFinding MasterKeyFinding(StorageOptions storage, bool hasData)
    {
        if (!hasData && !File.Exists(storage.MasterKeyFile))
        {
            return CheckFinding.Good("The master key will be made at the first start.");
        }

        try
        {
            // Said to belong to data, so that a check never makes one.
            MasterKeySource.Load(storage.MasterKeyFile, dataExists: true).Dispose();
            return CheckFinding.Good("There is a master key; keep a copy away from this machine.");
        }
        catch (StorageException e)
        {
            return CheckFinding.Error(e.Message, "Without the right key nobody can read the data; bring it back from where you keep the copy.");
        }
    }

    private static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0;

    private static bool CanWrite(string folder)
    {
        var probe = Path.Combine(folder, $".nightjar-check-{Environment.ProcessId}");
        try
        {
            File.Create(probe, 1, FileOptions.DeleteOnClose).Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
