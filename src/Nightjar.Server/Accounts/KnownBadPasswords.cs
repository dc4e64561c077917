using System.IO.Compression;
using System.Text;

namespace Nightjar.Server.Accounts;

/// <summary>Passwords that attackers try first: some 40,000 from public lists (eng/passwords), about 310 KB once loaded.</summary>
static class KnownBadPasswords
{
    /// <summary>The shortest entry: what is shorter leaves most of a ten-character password unexplained.</summary>
    public const int MinLength = 5;

    static readonly Lazy<byte[]> Lines = new(Load);

    /// <summary>Whether the lower-case word is in the list. Its time depends on the word: the caller has the password in clear anyway.</summary>
    public static bool Contains(ReadOnlySpan<char> word)
    {
        if (word.Length is < MinLength or > 64)
            return false;
        Span<byte> wanted = stackalloc byte[64];
        wanted = wanted[..Encoding.UTF8.GetBytes(word, wanted)];
        var found = Search(Lines.Value, wanted);
        wanted.Clear();
        return found;
    }

    // Binary search over sorted lines of different lengths: the middle is moved back to the beginning of its line.
    static bool Search(ReadOnlySpan<byte> lines, ReadOnlySpan<byte> wanted)
    {
        while (!lines.IsEmpty)
        {
            var start = lines[..(lines.Length / 2)].LastIndexOf((byte)'\n') + 1;
            var length = lines[start..].IndexOf((byte)'\n');
            var order = wanted.SequenceCompareTo(lines.Slice(start, length));
            if (order == 0)
                return true;
            lines = order < 0 ? lines[..start] : lines[(start + length + 1)..];
        }
        return false;
    }

    static byte[] Load()
    {
        using var stream = typeof(KnownBadPasswords).Assembly.GetManifestResourceStream("bad-passwords.br")
            ?? throw new InvalidOperationException("The resource bad-passwords.br is missing from the assembly.");
        using var unpacked = new MemoryStream();
        using (var brotli = new BrotliStream(stream, CompressionMode.Decompress))
            brotli.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
