using System.Text;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Xmpp.Xml;

public sealed class XmlAllocationTests
{
    private static readonly byte[] s_stanza = Encoding.UTF8.GetBytes(
        "<message from='romeo@example.org/balcony' to='juliet@example.org' type='chat' id='8a7f-1'><body>Wherefore? \u2665</body>"
        + "<active xmlns='http://jabber.org/protocol/chatstates'/><p:x xmlns:p='urn:p' p:y='1'/></message>");

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(100)]
    [InlineData(1)]
    public void Reading_a_stanza_and_classifying_it_allocates_nothing(int pieceLength)
    {
        using var reader = new XmlStreamReader(XmlLimits.Client);
        reader.Read(Encoding.UTF8.GetBytes(Wire.Header), out _);
        Assert.Equal(20, ReadStanzas(reader, pieceLength, 20));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = ReadStanzas(reader, pieceLength, 200);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(200, read);
    }

    [Fact]
    public void A_reader_is_small_and_an_idle_one_holds_nothing_else()
    {
        // Warm the pools first.
        var header = Encoding.UTF8.GetBytes(Wire.Header);
        using var warm = new XmlStreamReader(XmlLimits.Client);
        warm.Read(header, out _);
        var readers = new XmlStreamReader[100];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < readers.Length; i++)
        {
            readers[i] = new XmlStreamReader(XmlLimits.Client);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / readers.Length, 1, 200);
    }

    [Fact]
    public void A_nested_read_on_the_same_thread_leaves_an_outer_frame_valid()
    {
        using var outer = XmlStreamReader.ForFrames(XmlLimits.Client);
        using var inner = XmlStreamReader.ForFrames(XmlLimits.Client);
        outer.Read("<a b='c'/>"u8, out _, out var frame);
        inner.Read("<other longer='value' x='y'/>"u8, out _, out var other);
        Assert.Equal("c", frame.Attribute("b"u8));
        Assert.Equal("y", other.Attribute("x"u8));
    }

    [Fact]
    public void Readers_with_partial_elements_do_not_share_anything()
    {
        var readers = Enumerable.Range(0, 20).Select(_ => XmlStreamReader.ForFrames(XmlLimits.Client)).ToArray();
        for (var i = 0; i < readers.Length; i++)
        {
            readers[i].Read(Encoding.UTF8.GetBytes($"<a{i} n"), out _);
        }

        for (var i = 0; i < readers.Length; i++)
        {
            Assert.Equal(XmlReadStatus.Element, readers[i].Read(Encoding.UTF8.GetBytes($"o='{i}'></a{i}>"), out _, out var frame));
            Assert.Equal($"{i}", frame.Attribute("no"u8));
            readers[i].Dispose();
        }
    }

    private static int ReadStanzas(XmlStreamReader reader, int pieceLength, int count)
    {
        var found = 0;
        for (var round = 0; round < count; round++)
        {
            for (var start = 0; start < s_stanza.Length;)
            {
                var piece = s_stanza.AsSpan(start, Math.Min(pieceLength, s_stanza.Length - start));
                start += piece.Length;
                while (reader.Read(piece, out var consumed, out var frame) == XmlReadStatus.Element)
                {
                    piece = piece[consumed..];
                    found += ReferenceEquals(frame.Namespace, Namespaces.Client) && HasBodyAndState(frame) ? 1 : 0;
                }
            }
        }

        return found;
    }

    private static bool HasBodyAndState(XmlFrame frame)
    {
        var body = false;
        var state = false;
        foreach (var child in frame.Children)
        {
            body |= child.Is(Namespaces.Client, "body"u8);
            state |= child.NamespaceIs(Namespaces.ChatStates);
        }

        return body && state;
    }
}
