using System.Reflection;

namespace Nightjar.Scenarios;

/// <summary>What the build knows and the tests need.</summary>
internal static class BuildFacts
{
    public static string Transcripts => Value("Transcripts");

    public static string Program => Value("Program");

    private static string Value(string key) =>
        typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
