using System.Reflection;

namespace Nightjar.Interop;

/// <summary>Where the build put what these tests start; written into the assembly by the project file.</summary>
internal static class BuildFacts
{
    public static string ClientsFolder => Get(nameof(ClientsFolder));

    public static string Program => Path.GetFullPath(Get(nameof(Program)));

    private static string Get(string key) =>
        typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;
}
