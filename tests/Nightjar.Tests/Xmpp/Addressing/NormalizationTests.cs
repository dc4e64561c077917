using System.IO.Compression;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Tests.Xmpp.Addressing;

/// <summary>All of Unicode's NormalizationTest.txt (15.0.0): columns source; NFC; NFD; NFKC; NFKD.</summary>
public sealed class NormalizationTests
{
    static readonly string[][] Lines = Read();

    [Fact]
    public void The_test_file_is_whole() => Assert.True(Lines.Length > 19_000, $"{Lines.Length} lines");

    [Fact]
    public void Form_c_is_that_of_the_standard()
    {
        Assert.All(Lines, c =>
        {
            Assert.Equal(c[1], Normalization.Nfc(c[0]));
            Assert.Equal(c[1], Normalization.Nfc(c[1]));
            Assert.Equal(c[1], Normalization.Nfc(c[2]));
            Assert.Equal(c[3], Normalization.Nfc(c[3]));
        });
    }

    [Fact]
    public void Form_d_is_that_of_the_standard() => Assert.All(Lines, c =>
    {
        Assert.Equal(c[2], Normalization.Nfd(c[0]));
        Assert.Equal(c[2], Normalization.Nfd(c[1]));
    });

    [Fact]
    public void Form_kc_is_that_of_the_standard() => Assert.All(Lines, c =>
    {
        Assert.Equal(c[3], Normalization.Nfkc(c[0]));
        Assert.Equal(c[3], Normalization.Nfkc(c[4]));
    });

    [Fact]
    public void A_character_that_the_file_does_not_list_by_itself_is_its_own_form()
    {
        var listed = Lines.Select(c => c[0]).ToHashSet();
        for (var cp = 0; cp < 0x110000; cp++)
        {
            if (cp is >= 0xD800 and <= 0xDFFF)
                continue;
            var text = char.ConvertFromUtf32(cp);
            if (!listed.Contains(text))
                Assert.Equal(text, Normalization.Nfkc(text));
        }
    }

    [Fact]
    public void A_long_run_of_marks_costs_no_more_than_its_length_times_its_logarithm()
    {
        // Alternating classes are the worst case for insertion; three thousand would take nine million steps there.
        var text = "a" + string.Concat(Enumerable.Repeat("\u0301\u0323", 1500));
        var composed = Normalization.Nfc(text);
        Assert.Equal(Normalization.Nfc(composed), composed);
        Assert.StartsWith("\u1EA1\u0323", composed, StringComparison.Ordinal);
    }

    static string[][] Read()
    {
        var assembly = typeof(NormalizationTests).Assembly;
        using var reader = new StreamReader(new BrotliStream(assembly.GetManifestResourceStream("normalization.br")!, CompressionMode.Decompress));
        var lines = new List<string[]>();
        while (reader.ReadLine() is { } line)
            lines.Add([.. line.Split(';').Select(f => string.Concat(f.Split(' ').Select(h => char.ConvertFromUtf32(Convert.ToInt32(h, 16)))))]);
        return [.. lines];
    }
}
