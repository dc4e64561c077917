using System.Text;

namespace Nightjar.Server.Storage;

/// <summary>
/// Where the master key comes from, first match wins: the environment variable <c>NIGHTJAR_MASTER_KEY</c>, the systemd
/// credential <c>nightjar.master-key</c>, the key file. Each holds 44 characters of base64.
/// </summary>
public static class MasterKeySource
{
    /// <summary>Name of the environment variable.</summary>
    public const string Variable = "NIGHTJAR_MASTER_KEY";

    /// <summary>Name of the systemd credential.</summary>
    public const string Credential = "nightjar.master-key";

    /// <summary>
    /// Finds the key. Only when there is no data yet (<paramref name="dataExists"/> is false) is a missing key made, as a file
    /// of mode 0600 at <paramref name="path"/>: a missing key beside existing data is not a first start.
    /// </summary>
    /// <exception cref="StorageException"><see cref="StorageErrorKind.WrongKey"/>: missing, unreadable or malformed.</exception>
    public static MasterKey Load(string path, bool dataExists)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text)
        {
            return MasterKey.Parse(text) ?? throw Malformed($"The environment variable {Variable}");
        }

        if (Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") is { Length: > 0 } directory
            && Path.Combine(directory, Credential) is var credential && File.Exists(credential))
        {
            return MasterKey.Parse(File.ReadAllText(credential)) ?? throw Malformed($"The credential {credential}");
        }

        if (File.Exists(path))
        {
            return Read(path);
        }

        return dataExists
            ? throw new StorageException(
                StorageErrorKind.WrongKey,
                $"The master key {path} is missing, but there is data that only it can open. Put the key file back "
                + $"(or set {Variable}). Only if the data is of no value: remove it, and a new key is made.")
            : Make(path);
    }

    static MasterKey Read(string path)
    {
        if (!OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)) != 0)
        {
            throw new StorageException(
                StorageErrorKind.WrongKey, $"The master key {path} can be read by others. Run: chmod 600 '{path}'");
        }

        try
        {
            return MasterKey.Parse(File.ReadAllText(path)) ?? throw Malformed($"The master key {path}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageErrorKind.WrongKey, $"The master key {path} cannot be read: {e.Message}", e);
        }
    }

    static MasterKey Make(string path)
    {
        var key = MasterKey.New();
        try
        {
            // Written beside and renamed, so that a crash cannot leave half a key that later looks like the wrong one.
            var draft = path + ".new";
            File.Delete(draft);
            using (var file = PrivateFiles.Create(draft))
            {
                file.Write(Encoding.ASCII.GetBytes(key.ToText() + "\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path);
            return key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            key.Dispose();
            throw new StorageException(StorageErrorKind.ReadOnly, $"The master key {path} cannot be written: {e.Message}", e);
        }
    }

    static StorageException Malformed(string what) =>
        new(StorageErrorKind.WrongKey, $"{what} is not a master key: 44 characters of base64 (32 bytes) are expected.");
}
