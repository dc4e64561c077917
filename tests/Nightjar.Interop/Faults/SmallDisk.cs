using System.Globalization;
using Nightjar.Interop.Servers;

namespace Nightjar.Interop.Faults;

/// <summary>A file system in memory with room for so much and no more, mounted on a folder of its own. Takes root.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Mounts one. Where that is not allowed the running test is skipped with the reason, or fails when CI is set.</summary>
    public static async Task<SmallDisk> MountAsync(int kibibytes)
    {
        var folder = Directory.CreateTempSubdirectory("nj-disk-").FullName;
        var (code, output) = await ChildProcess.TryRunAsync(
            "mount", ["-t", "tmpfs", "-o", Size(kibibytes), "tmpfs", folder], null, Patience);
        if (code == 0)
        {
            return new SmallDisk(folder);
        }

        Directory.Delete(folder);
        var reason = $"a small file system cannot be mounted here, which takes root: {output.Trim()}";
        Assert.False(Environment.GetEnvironmentVariable("CI") is "true" or "1", reason);
        Assert.Skip(reason);
        return null!;
    }

    /// <summary>Gives it another size, as an operator who makes room.</summary>
    public Task ResizeAsync(int kibibytes) =>
        ChildProcess.RunAsync("mount", ["-o", "remount," + Size(kibibytes), Folder], null, Patience);

    public async ValueTask DisposeAsync()
    {
        await ChildProcess.RunAsync("umount", [Folder], null, Patience);
        Directory.Delete(Folder);
    }

    private static string Size(int kibibytes) => string.Create(CultureInfo.InvariantCulture, $"size={kibibytes}k");
}
