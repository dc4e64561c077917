using System.Reflection;
using System.Runtime.Versioning;

// tmux, apt packages and Unix signals: these tests run where the clients run.
[assembly: UnsupportedOSPlatform("windows")]

namespace Nightjar.Interop;

/// <summary>Where the build put what these tests start; written into the assembly by the project file.</summary>
internal static class BuildFacts
{
    public static string ClientsFolder => Get(nameof(ClientsFolder));

    public static string Program => Path.GetFullPath(Get(nameof(Program)));

    private static string Get(string key) =>
        typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;
}
