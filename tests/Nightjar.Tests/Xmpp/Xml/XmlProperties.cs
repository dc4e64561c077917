using System.Text;
using System.Xml;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Xmpp.Xml;

/// <summary>The argument of each property is the seed of <see cref="RandomXml"/>; FsCheck prints it on failure.</summary>
public sealed class XmlProperties
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(400);

    private static readonly NamespaceContext s_outside = NamespaceContext.ClientStream;

    [Fact]
    public void Any_split_of_a_stream_gives_the_same_frames() => Check(seed =>
    {
        var xml = new RandomXml(seed);
        var bytes = Encoding.UTF8.GetBytes($"{Wire.Header}{xml.Element()} {xml.Element()}{xml.Element()}</stream:stream>");
        var whole = Wire.Read(bytes, new XmlStreamReader(XmlLimits.Client), _ => int.MaxValue);
        Assert.Equal("closed", whole[^1]);
        Assert.Equal(5, whole.Count);
        var random = new Random(seed);
        var largest = random.Next(1, 200);
        Assert.Equal(whole, Wire.Read(bytes, new XmlStreamReader(XmlLimits.Client), _ => random.Next(1, largest + 1)));
        Assert.Equal(whole, Wire.Read(bytes, new XmlStreamReader(XmlLimits.Client), _ => 1));
    });

    [Fact]
    public void What_the_reader_accepts_means_the_same_to_the_platforms_reader() => Check(seed =>
    {
        var text = new RandomXml(seed).Element();
        Assert.True(ReadByPlatform(text)!.DeepEquals(Parse(text)), text);
    });

    [Fact]
    public void A_mutation_that_the_reader_accepts_the_platforms_reader_accepts_with_the_same_meaning() => Check(
        seed =>
        {
            var random = new Random(seed);
            var bytes = Mutate(Encoding.ASCII.GetBytes(new RandomXml(seed, asciiNames: true).Element()), random, "<>&;'\"/=!?[]: \t\r\nax#xmlns-1\u0001"u8);
            if (!Element.TryParse(bytes, out var element, s_outside.DefaultNamespace, s_outside))
            {
                return;
            }

            var text = Encoding.UTF8.GetString(bytes);
            var expected = ReadByPlatform(text);
            Assert.True(expected is not null && expected.DeepEquals(element), text);
        },
        2_000);

    [Fact]
    public void No_mutation_of_the_bytes_throws_or_hangs_and_no_split_of_it_matters() => Check(
        seed =>
        {
            var random = new Random(seed);
            var every = Enumerable.Range(0, 256).Select(static b => (byte)b).ToArray();
            var bytes = Mutate(Encoding.UTF8.GetBytes(Wire.Header + new RandomXml(seed).Element() + "</stream:stream>"), random, every);
            var whole = Wire.Read(bytes, new XmlStreamReader(XmlLimits.Client), _ => int.MaxValue);
            Assert.Equal(whole, Wire.Read(bytes, new XmlStreamReader(XmlLimits.Client), _ => random.Next(1, 20)));
        },
        2_000);

    [Fact]
    public void Any_bytes_at_all_come_to_an_end() => FsCheck.Check.One(
        s_config,
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            Wire.Read(bytes, new XmlStreamReader(XmlLimits.BeforeLogin), _ => 3);
            Assert.Equal(Element.TryParse(bytes, out var element), element is not null);
        }));

    [Fact]
    public void Writing_an_element_and_reading_it_gives_the_same_element() => Check(seed =>
    {
        var element = Strip(Parse(new RandomXml(seed).Element()));
        Assert.True(element.DeepEquals(Element.Parse(element.ToUtf8())), element.ToString());
        Assert.True(element.DeepEquals(Element.Parse(element.ToUtf8("urn:other"), "urn:other")), element.ToString());
        Assert.True(element.DeepEquals(Element.Parse(element.ToUtf8(Namespaces.Client), Namespaces.Client)), element.ToString());
    });

    [Fact]
    public void Raw_bytes_are_reused_only_where_they_mean_the_same() => Check(seed =>
    {
        var element = Parse(new RandomXml(seed).Element());
        Assert.True(element.DeepEquals(Element.Parse(element.ToUtf8())), element.ToString());
        Assert.True(element.DeepEquals(Element.Parse(element.ToUtf8(Namespaces.Client), Namespaces.Client)), element.ToString());
        var wrapped = new Element("urn:w", "w", element, "t", element);
        Assert.True(wrapped.DeepEquals(Element.Parse(wrapped.ToUtf8())), wrapped.ToString());
    });

    [Fact]
    public void Portable_content_may_stand_below_a_start_tag_of_ours() => Check(seed =>
    {
        var text = new RandomXml(seed).Element();
        var reader = new XmlStreamReader(XmlLimits.Client);
        reader.Read(Encoding.UTF8.GetBytes(Wire.Header), out _);
        Assert.Equal(XmlReadStatus.Element, reader.Read(Encoding.UTF8.GetBytes(text), out _, out var frame));
        if (frame.IsPortable)
        {
            byte[] moved = [.. "<moved>"u8, .. frame.Content, .. "</moved>"u8];
            var expected = new Element(frame.DefaultNamespace, "moved").With([.. Parse(text).Nodes.Select(AsContent)]);
            Assert.True(expected.DeepEquals(Element.Parse(moved, frame.DefaultNamespace)), text);
        }

        Assert.True(frame.ToElement().DeepEquals(Parse(text)));
    });

    [Fact]
    public void The_walk_over_children_finds_what_the_tree_has() => Check(seed =>
    {
        var tree = Parse(new RandomXml(seed).Element());
        var text = tree.ToUtf8(Namespaces.Client);
        var outside = new XmlStreamReader(XmlLimits.Client);
        outside.Read(Encoding.UTF8.GetBytes(Wire.Header), out _);
        Assert.Equal(XmlReadStatus.Element, outside.Read(text, out _, out var frame));
        var found = new List<string>();
        foreach (var child in frame.Children)
        {
            found.Add($"{{{child.Namespace}}}{Encoding.UTF8.GetString(child.LocalName)} {child.NamespaceIs(child.Namespace)}");
            Assert.True(Element.TryParse(child.Raw.ToArray(), out _, frame.DefaultNamespace, s_outside) || !frame.IsPortable);
        }

        if (frame.IsPortable)
        {
            Assert.Equal(tree.Elements.Select(static child => $"{{{child.Namespace}}}{child.Name} True"), found);
        }
    });

    private static void Check(Action<int> property, int runs = 400) =>
        FsCheck.Check.One(s_config.WithMaxTest(runs), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), property));

    private static Element Parse(string text) => Element.Parse(Encoding.UTF8.GetBytes(text), s_outside.DefaultNamespace, s_outside);

    private static byte[] Mutate(byte[] bytes, Random random, ReadOnlySpan<byte> palette)
    {
        var list = new List<byte>(bytes);
        for (var n = random.Next(1, 4); n > 0 && list.Count > 0; n--)
        {
            var at = random.Next(list.Count);
            switch (random.Next(4))
            {
                case 0:
                    list.RemoveAt(at);
                    break;
                case 1:
                    list[at] = palette[random.Next(palette.Length)];
                    break;
                case 2:
                    list.InsertRange(at, list.GetRange(random.Next(list.Count), 1));
                    break;
                default:
                    list.Insert(at, palette[random.Next(palette.Length)]);
                    break;
            }
        }

        return [.. list];
    }

    /// <summary>The element as System.Xml understands it inside the same stream, or null when it refuses.</summary>
    private static Element? ReadByPlatform(string text)
    {
        try
        {
            // The reader's offsets may lie; what counts is one element and the rest white space.
            var root = XElement.Parse($"<r xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>{text}</r>", LoadOptions.PreserveWhitespace);
            var inner = root.Elements().ToList();
            return inner.Count == 1 && root.Nodes().OfType<XText>().All(static node => node.Value.Trim(' ', '\t', '\r', '\n').Length == 0)
                ? Convert(inner[0])
                : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static Element Convert(XElement element) => new Element(element.Name.NamespaceName, element.Name.LocalName).With(
    [
        .. element.Attributes().Where(static a => !a.IsNamespaceDeclaration)
            .Select(static a => (Content)new Nightjar.Xmpp.Xml.XmlAttribute(a.Name.NamespaceName, a.Name.LocalName, a.Value)),
        .. element.Nodes().Select(static node => node is XElement child ? (Content)Convert(child) : ((XText)node).Value),
    ]);

    /// <summary>The same element without any raw bytes, so that all of it is written anew.</summary>
    private static Element Strip(Element element) => new Element(element.Namespace, element.Name).With(
    [
        .. element.Attributes.Select(static attribute => (Content)attribute),
        .. element.Nodes.Select(static node => node.Element is { } child ? (Content)Strip(child) : node.Text),
    ]);

    private static Content AsContent(Nightjar.Xmpp.Xml.XmlNode node) => node.Element is { } child ? child : node.Text;
}
