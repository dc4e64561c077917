using System.Buffers;

namespace Nightjar.Xmpp.Addressing;

/// <summary>Escapes a valid address for an XML attribute in single quotes. Control characters cannot occur in one.</summary>
static class AttributeEscaper
{
    static readonly SearchValues<byte> Reserved = SearchValues.Create("&<'"u8);

    public static bool IsNeeded(ReadOnlySpan<byte> utf8) => utf8.ContainsAny(Reserved);

    public static byte[] Escape(ReadOnlySpan<byte> utf8)
    {
        var writer = new ArrayBufferWriter<byte>(utf8.Length + 16);
        for (int at; (at = utf8.IndexOfAny(Reserved)) >= 0; utf8 = utf8[(at + 1)..])
        {
            writer.Write(utf8[..at]);
            writer.Write(utf8[at] switch { (byte)'&' => "&amp;"u8, (byte)'<' => "&lt;"u8, _ => "&apos;"u8 });
        }
        writer.Write(utf8);
        return writer.WrittenSpan.ToArray();
    }
}
