using System.Collections;
using System.Reflection;
using Nightjar.Server.Configuration;

namespace Nightjar.Configuration;

/// <summary>Puts defaults, file and environment together and validates the result.</summary>
internal static class ConfigurationLoader
{
    /// <summary>Reads the configuration; every problem is reported, none throws.</summary>
    /// <param name="file">The configuration file; null for none.</param>
    /// <param name="environment">The environment variables.</param>
    /// <param name="workingDirectory">Where relative paths start without a file.</param>
    public static LoadedConfiguration Load(string? file, IReadOnlyDictionary<string, string> environment, string workingDirectory)
    {
        var problems = new List<ConfigurationProblem>();
        var path = file is null ? null : Path.GetFullPath(file, workingDirectory);
        var source = new SourceLocation(file ?? "built-in configuration", 0, 0);
        var root = (path is null ? null : Read(file!, path, problems)) ?? new MappingNode(source);
        if (problems.Count > 0)
        {
            return new(new(), path, problems); // What follows from half a file would only confuse.
        }

        EnvironmentOverrides.Apply(root, OptionsDump.ToNodes(new NightjarOptions(), source), environment, problems);
        var binder = new OptionsBinder(problems);
        var options = binder.Bind<NightjarOptions>(root);
        MakePathsAbsolute(options, path is null ? workingDirectory : Path.GetDirectoryName(path)!);
        foreach (var fault in OptionsRules.Check(options))
        {
            problems.Add(new(Locate(fault.Path, binder.Locations, source), $"`{fault.Path}`: {fault.Message}"));
        }

        return new(options, path, [.. problems.OrderBy(p => p.Location.Line).ThenBy(p => p.Location.Column)]);
    }

    /// <summary>The environment of this process.</summary>
    public static Dictionary<string, string> CurrentEnvironment() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "");

    private static MappingNode? Read(string name, string path, List<ConfigurationProblem> problems)
    {
        try
        {
            using var reader = new StreamReader(path);
            return new YamlTree(name, problems).Read(reader);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new(new(name, 0, 0), $"The configuration file cannot be read: {e.Message}"));
            return null;
        }
    }

    // A rule speaks of a setting; the closest thing that was really written is where to look.
    private static SourceLocation Locate(string path, IReadOnlyDictionary<string, SourceLocation> locations, SourceLocation source)
    {
        while (!locations.ContainsKey(path))
        {
            var dot = path.LastIndexOf('.');
            if (dot < 0)
            {
                return source;
            }

            path = path[..dot];
        }

        return locations[path];
    }

    private static void MakePathsAbsolute(object options, string folder)
    {
        foreach (var (_, property) in OptionNames.KeysOf(options.GetType()))
        {
            var value = property.GetValue(options);
            if (value is string { Length: > 0 } path && property.IsDefined(typeof(FilePathAttribute)))
            {
                property.SetValue(options, Path.GetFullPath(path, folder));
            }
            else if (value is not null && OptionNames.IsGroup(property.PropertyType))
            {
                MakePathsAbsolute(value, folder);
            }
            else if (value is IEnumerable items && OptionNames.ItemType(property.PropertyType) is { } type && OptionNames.IsGroup(type))
            {
                foreach (var item in items)
                {
                    MakePathsAbsolute(item, folder);
                }
            }
        }
    }
}
