using Nightjar.Configuration;
using Nightjar.Server.Configuration;

namespace Nightjar.Tests.Program.Configuration;

public sealed class ExampleFileTests
{
    private static readonly SourceLocation Place = new("", 0, 0);

    private static string FilePath { get; } = Find();

    [Fact]
    public void The_example_file_says_what_the_records_say()
    {
        var expected = ExampleFile.Write();
        if (Environment.GetEnvironmentVariable("NIGHTJAR_WRITE_EXAMPLE") == "1")
        {
            File.WriteAllText(FilePath, expected);
        }

        Assert.True(expected == File.ReadAllText(FilePath),
            "nightjar.example.yml is out of date; run this test with NIGHTJAR_WRITE_EXAMPLE=1 to write it anew.");
    }

    [Fact]
    public void Uncommenting_every_setting_gives_the_defaults()
    {
        var lines = File.ReadLines(FilePath).Where(l => l.StartsWith("# ", StringComparison.Ordinal)).Select(l => l[2..]);
        using var file = new ConfigurationText(string.Join('\n', lines));

        var loaded = file.Load();

        Assert.Empty(loaded.Problems);
        var defaults = OptionsDump.ToNodes(ConfigurationLoader.Load(null, new Dictionary<string, string>(), file.Folder).Options, Place);
        Assert.True(OptionsDump.AreEqual(defaults, OptionsDump.ToNodes(loaded.Options, Place)));
    }

    [Fact]
    public void Every_key_of_the_records_is_in_the_example()
    {
        var example = File.ReadAllText(FilePath);
        var groups = typeof(NightjarOptions).Assembly.GetTypes().Where(t => OptionNames.IsGroup(t) && t.Name.EndsWith("Options", StringComparison.Ordinal));

        Assert.All(groups.SelectMany(OptionNames.KeysOf), k => Assert.Contains(k.Key + ":", example, StringComparison.Ordinal));
    }

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Nightjar.slnx")))
        {
            folder = Path.GetDirectoryName(folder.TrimEnd('/')) ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return Path.Combine(folder, "nightjar.example.yml");
    }
}
