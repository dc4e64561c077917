namespace Nightjar.Server.Storage;

/// <summary>Files and folders that only the server's own user may enter.</summary>
public static class PrivateFiles
{
    const UnixFileMode FileMode0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode FolderMode0700 = FileMode0600 | UnixFileMode.UserExecute;

    /// <summary>Creates a folder with mode 0700 unless it exists.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, FolderMode0700);
        }
    }

    /// <summary>Creates a file with mode 0600; fails when it exists.</summary>
    public static FileStream Create(string path) => Open(path, FileMode.CreateNew, FileShare.None);

    /// <summary>Opens a file for reading and writing, creating it with mode 0600 when it is missing.</summary>
    public static FileStream OpenOrCreate(string path, FileShare share = FileShare.ReadWrite) =>
        Open(path, FileMode.OpenOrCreate, share);

    static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode0600;
        }

        return new FileStream(path, options);
    }
}
