using System.Text;

namespace Nightjar.UnicodeTables;

/// <summary>
/// The layout of <c>unicode.bin</c>, little-endian: for each section its length in bytes (int), then its bytes. Sections:
/// 0 block number of each run of 128 code points (ushort); 1 record number of each code point of each block (ushort);
/// 2 records (uint); 3 compositions (uint first, second, composite; sorted); then four string maps: 4 canonical
/// decomposition (full), 5 compatibility decomposition where it differs, 6 width mapping, 7 lower case.
/// A string map is a count (int), the keys (uint, sorted), count + 1 offsets (ushort) and UTF-16 text.
/// </summary>
static class TableWriter
{
    const int BlockBits = 7;

    static readonly string[] BidiClasses =
        ["L", "R", "AL", "AN", "EN", "ES", "CS", "ET", "ON", "BN", "NSM", "B", "S", "WS", "LRE", "LRO", "RLE", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"];

    static readonly string[] JoiningTypes = ["U", "L", "R", "D", "T", "C"];

    public static byte[] Write(UnicodeDatabase ucd, Normalizer normalizer)
    {
        var maps = Maps(ucd, normalizer);
        var derived = new DerivedProperties(ucd, normalizer);
        var seconds = normalizer.Compositions.Keys.Select(k => k.Second).Concat(Enumerable.Range(0x1161, 21)).Concat(Enumerable.Range(0x11A8, 27)).ToHashSet();

        var records = new Dictionary<uint, ushort>();
        var blocks = new Dictionary<string, ushort>();
        var stage1 = new List<ushort>();
        var stage2 = new List<ushort>();
        for (var start = 0; start < UnicodeDatabase.Size; start += 1 << BlockBits)
        {
            var block = Enumerable.Range(start, 1 << BlockBits).Select(cp => Record(cp)).ToArray();
            var key = new string([.. block.Select(r => (char)r)]);
            if (!blocks.TryGetValue(key, out var number))
            {
                blocks[key] = number = (ushort)blocks.Count;
                stage2.AddRange(block);
            }
            stage1.Add(number);
        }
        Console.WriteLine($"records {records.Count}, blocks {blocks.Count}, compositions {normalizer.Compositions.Count}");

        using var output = new MemoryStream();
        Section(output, w => stage1.ForEach(w.Write));
        Section(output, w => stage2.ForEach(w.Write));
        Section(output, w => records.Keys.ToList().ForEach(w.Write));
        Section(output, w =>
        {
            foreach (var ((first, second), composite) in normalizer.Compositions)
            {
                w.Write(first);
                w.Write(second);
                w.Write(composite);
            }
        });
        foreach (var (name, map) in maps)
        {
            Console.WriteLine($"{name} {map.Count}");
            Section(output, w => WriteMap(w, map));
        }
        return output.ToArray();

        ushort Record(int cp)
        {
            var script = ucd.Script[cp] switch { "Greek" => 1u, "Hebrew" => 2u, "Hiragana" or "Katakana" or "Han" => 3u, _ => 0u };
            var value = (uint)derived.Precis(cp)
                | (uint)derived.Idna(cp) << 3
                | (uint)ucd.CombiningClass[cp] << 6
                | (uint)Array.IndexOf(BidiClasses, ucd.Bidi[cp]) << 14
                | (uint)Array.IndexOf(JoiningTypes, ucd.JoiningType[cp]) << 19
                | script << 22
                | Bit(ucd.Category[cp][0] == 'M', 24)
                | Bit(maps[0].Map.ContainsKey(cp), 25)
                | Bit(ucd.CompositionExclusion[cp] || seconds.Contains(cp), 26)
                | Bit(maps[2].Map.ContainsKey(cp), 27)
                | Bit(ucd.Category[cp] == "Zs", 28)
                | Bit(maps[3].Map.ContainsKey(cp), 29);
            if (!records.TryGetValue(value, out var index))
                records[value] = index = (ushort)records.Count;
            return index;
        }
    }

    static uint Bit(bool set, int at) => set ? 1u << at : 0;

    static (string Name, SortedDictionary<int, string> Map)[] Maps(UnicodeDatabase ucd, Normalizer normalizer)
    {
        SortedDictionary<int, string> canonical = [], compatibility = [], width = [], lower = [];
        foreach (var (cp, (tag, to)) in ucd.Decomposition)
        {
            var full = Text(normalizer.Decompose([cp], compatibility: false));
            var compat = Text(normalizer.Decompose([cp], compatibility: true));
            if (tag is null)
                canonical[cp] = full;
            if (compat != full)
                compatibility[cp] = compat;
            if (tag is "wide" or "narrow")
                width[cp] = Text(to);
        }
        for (var cp = 0; cp < UnicodeDatabase.Size; cp++)
        {
            if (ucd.Lower[cp] is { } text)
                lower[cp] = text;
        }
        return [("canonical", canonical), ("compatibility", compatibility), ("width", width), ("lower", lower)];
    }

    public static void WriteMap(BinaryWriter writer, SortedDictionary<int, string> map)
    {
        writer.Write(map.Count);
        foreach (var key in map.Keys)
            writer.Write(key);
        var offset = 0;
        foreach (var value in map.Values)
        {
            writer.Write(checked((ushort)offset));
            offset += value.Length;
        }
        writer.Write(checked((ushort)offset));
        foreach (var c in string.Concat(map.Values))
            writer.Write((ushort)c);
    }

    public static void Section(Stream output, Action<BinaryWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
            write(writer);
        // Every section is a whole number of four-byte units, so that none begins at an odd address.
        while (buffer.Length % 4 != 0)
        {
            buffer.Position = buffer.Length;
            buffer.WriteByte(0);
        }
        output.Write(BitConverter.GetBytes((int)buffer.Length));
        buffer.Position = 0;
        buffer.CopyTo(output);
    }

    public static string Text(IEnumerable<int> codePoints) => string.Concat(codePoints.Select(char.ConvertFromUtf32));
}
