using Nightjar.Server.Configuration;

namespace Nightjar.Checks;

/// <summary>Whether the data folder can be used, and by nobody else.</summary>
internal static class DataFolderCheck
{
    private const int MasterKeyMinBytes = 32; // The key itself; the file may spell it out in hexadecimal.

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

        var hasData = File.Exists(storage.KeyStoreFile) || File.Exists(storage.DatabaseFile);
        if (!File.Exists(storage.MasterKeyFile))
        {
            yield return hasData
                ? CheckFinding.Error($"There is data, but no master key in {storage.MasterKeyFile}.", "Bring the key back from where you keep it; without it the data cannot be read by anybody.")
                : CheckFinding.Good("The master key will be made at the first start.");
            yield break;
        }

        if (IsOpenToOthers(storage.MasterKeyFile))
        {
            yield return CheckFinding.Error($"Other local users can read the master key {storage.MasterKeyFile}.", $"chmod 600 {storage.MasterKeyFile}");
        }

        if (new FileInfo(storage.MasterKeyFile).Length < MasterKeyMinBytes)
        {
            yield return CheckFinding.Error($"The master key in {storage.MasterKeyFile} is cut short.", "Bring the key back from where you keep it.");
        }
        else
        {
            yield return CheckFinding.Good($"There is a master key in {storage.MasterKeyFile}; keep a copy away from this machine.");
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
