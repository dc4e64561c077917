using System.IO.Compression;
using System.Text;
using Nightjar.UnicodeTables;

// Usage: dotnet run --project eng/unicode [folder of the UCD] [confusables.json]
var ucd = args.Length > 0 ? args[0] : "/usr/share/unicode";
var confusablesJson = args.Length > 1 ? args[1] : "/usr/lib/python3/dist-packages/confusable_homoglyphs/confusables.json";
var root = FindRoot();
var product = Path.Combine(root, "src", "Nightjar.Xmpp", "Addressing");

var database = new UnicodeDatabase(ucd);
var normalizer = new Normalizer(database);
File.WriteAllBytes(Path.Combine(product, "unicode.bin"), TableWriter.Write(database, normalizer));
File.WriteAllBytes(Path.Combine(product, "confusables.bin"), ConfusableClasses.Write(confusablesJson, normalizer));
WriteNormalizationTest();

void WriteNormalizationTest()
{
    // The tests need the five columns only. bzip2 is not in the BCL: unpack with the tool of that name.
    var start = new System.Diagnostics.ProcessStartInfo("bzip2", ["-dc", Path.Combine(ucd, "NormalizationTest.txt.bz2")]) { RedirectStandardOutput = true };
    using var process = System.Diagnostics.Process.Start(start) ?? throw new InvalidOperationException("bzip2 is missing");
    var text = new StringBuilder();
    while (process.StandardOutput.ReadLine() is { } line)
    {
        if (line.Length > 0 && line[0] is not ('#' or '@'))
            text.Append(string.Join(';', line.Split(';').Take(5))).Append('\n');
    }
    var target = Path.Combine(root, "tests", "Nightjar.Tests", "Xmpp", "Addressing", "normalization.br");
    using var file = new BrotliStream(File.Create(target), CompressionLevel.SmallestSize);
    file.Write(Encoding.ASCII.GetBytes(text.ToString()));
}

static string FindRoot()
{
    var folder = AppContext.BaseDirectory;
    while (!File.Exists(Path.Combine(folder, "Nightjar.slnx")))
        folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Nightjar.slnx not found above the program");
    return folder;
}
