using System.Xml.Linq;

using Nightjar.Hosting;
using Nightjar.Server.Extensibility;

namespace Nightjar.Tests.Program.Hosting;

public sealed class FeaturePagesTests
{
    private static readonly ExtensionSet s_extensions = new(Composition.Extensions());

    [Fact]
    public void The_features_page_says_what_the_extensions_declare() => IsFresh("docs/features.md", FeaturePages.Markdown(s_extensions));

    [Fact]
    public void The_project_description_says_what_the_extensions_declare() => IsFresh("doap.xml", FeaturePages.Doap(s_extensions));

    [Fact]
    public void The_project_description_is_well_formed() =>
        Assert.Equal("RDF", XDocument.Parse(FeaturePages.Doap(s_extensions)).Root!.Name.LocalName);

    [Fact]
    public void Every_extension_names_the_specification_it_implements() =>
        Assert.All(s_extensions.Declarations, d => Assert.NotEmpty(d.Specifications));

    [Fact]
    public void No_specification_is_named_twice()
    {
        int[] all = [.. s_extensions.Declarations.SelectMany(d => d.Specifications).Select(s => s.Xep)];
        Assert.Equal(all.Distinct(), all);
    }

    private static void IsFresh(string file, string expected)
    {
        string path = Path.Combine(Root(), file);
        if (Environment.GetEnvironmentVariable("NIGHTJAR_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.True(
            File.Exists(path) && expected == File.ReadAllText(path), $"{file} is out of date; run this test with NIGHTJAR_WRITE_DOCS=1 to write it anew.");
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Nightjar.slnx")))
        {
            folder = Path.GetDirectoryName(folder.TrimEnd('/')) ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder;
    }
}
