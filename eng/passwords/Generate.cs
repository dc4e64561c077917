#:property PublishAot=false
// Makes src/Nightjar.Server/Accounts/bad-passwords.br. Run by hand; see README.md beside this file.
// Usage: dotnet run eng/passwords/Generate.cs -- <password.lst> <passwords.json> <output>
using System.IO.Compression;
using System.Text;
using System.Text.Json;

const int MinLength = 5; // what is shorter leaves five or more characters of a ten-character password unexplained

var words = File.ReadLines(args[0], Encoding.Latin1).Where(l => !l.StartsWith("#!", StringComparison.Ordinal)).ToList();
words.AddRange(JsonDocument.Parse(File.ReadAllBytes(args[1])).RootElement.EnumerateArray().Select(e => e.GetString()!));

// The check looks for a word in the middle of digits and signs, so "password1" adds nothing to "password".
var entries = words
    .Select(w => w.ToLowerInvariant())
    .Where(w => w.All(c => c is > ' ' and <= '~'))
    .Select(w => w.Any(char.IsAsciiLetter) && Core(w).Length >= MinLength ? Core(w) : w)
    .Where(w => w.Length >= MinLength)
    .Distinct()
    .Order(StringComparer.Ordinal)
    .ToList();

using var output = new BrotliStream(File.Create(args[2]), CompressionLevel.SmallestSize);
output.Write(Encoding.ASCII.GetBytes(string.Join('\n', entries) + "\n"));
Console.WriteLine($"{entries.Count} entries, {entries.Sum(e => e.Length + 1)} bytes");

static string Core(string word) => word.Trim([.. Enumerable.Range(33, 94).Select(c => (char)c).Where(c => !char.IsAsciiLetter(c))]);
