using Nightjar.Configuration;

namespace Nightjar.Tests.Program.Configuration;

/// <summary>A configuration file in a folder of its own.</summary>
internal sealed class ConfigurationText : IDisposable
{
    public ConfigurationText(string text)
    {
        File = Path.Combine(Folder, "nightjar.yml");
        System.IO.File.WriteAllText(File, text);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("nightjar-test-").FullName;

    public string File { get; }

    public LoadedConfiguration Load(params (string Name, string Value)[] environment) =>
        ConfigurationLoader.Load(File, environment.ToDictionary(e => e.Name, e => e.Value), Folder);

    /// <summary>The problems of a text, each as "line:column: message".</summary>
    public static IReadOnlyList<string> ProblemsOf(string text, params (string Name, string Value)[] environment)
    {
        using var file = new ConfigurationText(text);
        return [.. file.Load(environment).Problems.Select(p => p.Location.Line > 0 ? $"{p.Location.Line}:{p.Location.Column}: {p.Message}" : $"{p.Location}: {p.Message}")];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
