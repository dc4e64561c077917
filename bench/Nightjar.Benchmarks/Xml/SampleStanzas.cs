using System.Text;

namespace Nightjar.Benchmarks.Xml;

/// <summary>Stanzas as clients send them.</summary>
internal static class SampleStanzas
{
    public static byte[] Header { get; } =
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='example.org' version='1.0'>"u8.ToArray();

    /// <summary>A chat message of about 350 bytes with chat state, receipt request and origin id.</summary>
    public static byte[] Chat { get; } = Encoding.UTF8.GetBytes(
        "<message xml:lang='en' to='juliet@capulet.example' type='chat' id='0e8b1f7c-5a3d-4c0e-9f51-2b7a6d1c9e44'>"
        + "<body>But, soft! what light through yonder window breaks? It is the east.</body>"
        + "<active xmlns='http://jabber.org/protocol/chatstates'/><request xmlns='urn:xmpp:receipts'/>"
        + "<origin-id xmlns='urn:xmpp:sid:0' id='0e8b1f7c-5a3d-4c0e-9f51-2b7a6d1c9e44'/></message>");

    /// <summary>A message of about 4 KiB shaped like OMEMO: a header with 16 keys and a payload, all base64.</summary>
    public static byte[] Omemo { get; } = MakeOmemo();

    private static byte[] MakeOmemo()
    {
        var random = new Random(1);
        var text = new StringBuilder("<message to='juliet@capulet.example' type='chat' id='0e8b1f7c-5a3d-4c0e'><encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='1718263546'>");
        for (var i = 0; i < 16; i++)
        {
            text.Append($"<key rid='{random.Next()}'>{Base64(110)}</key>");
        }

        return Encoding.UTF8.GetBytes(text
            + $"<iv>{Base64(12)}</iv></header><payload>{Base64(900)}</payload></encrypted><encryption xmlns='urn:xmpp:eme:0' namespace='eu.siacs.conversations.axolotl'/><store xmlns='urn:xmpp:hints'/></message>");

        string Base64(int bytes)
        {
            var buffer = new byte[bytes];
            random.NextBytes(buffer);
            return Convert.ToBase64String(buffer);
        }
    }
}
