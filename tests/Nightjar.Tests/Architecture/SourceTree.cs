using System.Runtime.CompilerServices;

namespace Nightjar.Tests.Architecture;

/// <summary>The repository's own source, for rules that hold for all of it.</summary>
internal static class SourceTree
{
    /// <summary>The repository's root: four folders above this file.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", ".."));

    /// <summary>Every C# file below a folder, without what the build made.</summary>
    public static IReadOnlyList<SourceFile> Files(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Root, f))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(f => new SourceFile(f, File.ReadAllText(Path.Combine(Root, f))))];

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
