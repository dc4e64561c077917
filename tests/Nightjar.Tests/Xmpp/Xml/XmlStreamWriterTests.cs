using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Xmpp.Xml;

public sealed class XmlStreamWriterTests
{
    [Fact]
    public void A_stream_header_is_written_and_left_open()
    {
        var (writer, output) = New();
        writer.StartElement(Namespaces.Streams, "stream");
        writer.DeclareDefaultNamespace(Namespaces.Server);
        writer.DeclarePrefix("db", Namespaces.Dialback);
        writer.Attribute("id", "1'2");
        writer.Attribute(Namespaces.Xml, "lang", "en");
        writer.CloseStartTag();
        Assert.Equal(
            "<stream:stream xmlns:stream='http://etherx.jabber.org/streams' xmlns='jabber:server' xmlns:db='jabber:server:dialback' id='1&apos;2' xml:lang='en'>",
            Text(output));
        writer.Element(new Element(Namespaces.Dialback, "verify"));
        writer.Element(new Element(Namespaces.Streams, "features", new Element(Namespaces.Tls, "starttls")));
        Assert.EndsWith("><db:verify/><stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>", Text(output), StringComparison.Ordinal);
    }

    [Fact]
    public void Inside_a_stream_its_prefixes_and_default_are_used()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new XmlStreamWriter(output, NamespaceContext.ClientStream);
        writer.Element(new Element(Namespaces.Client, "message", new Element(Namespaces.Client, "body", "x")));
        writer.Element(new Element(Namespaces.Streams, "error"));
        Assert.Equal("<message><body>x</body></message><stream:error/>", Text(output));
    }

    [Fact]
    public void In_a_frame_stream_elements_declare_their_usual_prefix() =>
        Assert.Equal(
            "<stream:features xmlns:stream='http://etherx.jabber.org/streams'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features>",
            new Element(Namespaces.Streams, "features", new Element(Namespaces.Bind, "bind")).ToString());

    [Fact]
    public void The_empty_namespace_is_declared_where_another_is_the_default() =>
        Assert.Equal("<a xmlns='u'><b xmlns=''/><c/></a>", new Element("u", "a", new Element("", "b"), new Element("u", "c")).ToString());

    [Fact]
    public void Made_prefixes_do_not_hide_those_in_use()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new XmlStreamWriter(output, new NamespaceContext("", ("ns1", "urn:one")));
        writer.StartElement("urn:one", "a");
        writer.Attribute("urn:two", "b", "x");
        writer.Attribute("urn:two", "c", "x");
        writer.Attribute("urn:one", "b", "x");
        writer.EndElement();
        Assert.Equal("<ns1:a xmlns:ns2='urn:two' ns2:b='x' ns2:c='x' ns1:b='x'/>", Text(output));
    }

    [Fact]
    public void Mistakes_of_the_caller_are_exceptions()
    {
        var (writer, _) = New();
        Assert.Throws<InvalidOperationException>(writer.EndElement);
        Assert.Throws<InvalidOperationException>(() => writer.Text("x"));
        Assert.Throws<InvalidOperationException>(() => writer.Attribute("a", "b"));
        Assert.Throws<ArgumentException>(() => writer.StartElement("", "a b"));
        Assert.Throws<ArgumentException>(() => writer.StartElement(Namespaces.Xmlns, "a"));
        writer.StartElement("", "a");
        writer.Attribute("b", "1");
        Assert.Throws<InvalidOperationException>(() => writer.Attribute("b", "2"));
        Assert.Throws<ArgumentException>(() => writer.Attribute("xmlns", "u"));
        Assert.Throws<ArgumentException>(() => writer.DeclarePrefix("xml", "u"));
        Assert.Throws<InvalidOperationException>(() => writer.DeclareDefaultNamespace("u"));
        writer.CloseStartTag();
        Assert.Throws<InvalidOperationException>(() => writer.Attribute("c", "1"));
        writer.EndElement();
        Assert.Throws<InvalidOperationException>(writer.EndElement);
    }

    [Fact]
    public void Any_string_at_all_survives_as_text_and_as_value_up_to_forbidden_characters() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_000),
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), static text =>
        {
            text ??= "";
            var element = new Element("", "a", ("b", text), text);
            var read = Element.Parse(element.ToUtf8());
            Assert.Equal(Legal(text), read.Text);
            Assert.Equal(Legal(text), read.Attribute("b"));
            var utf8 = new ArrayBufferWriter<byte>();
            XmlEscape.WriteAttribute(Encoding.UTF8.GetBytes(text), utf8);
            Assert.Equal(Text(utf8), Encoding.UTF8.GetString(XmlEscape.EscapeAttribute(text)));
            utf8.Clear();
            XmlEscape.WriteText(Encoding.UTF8.GetBytes(text), utf8);
            Assert.Equal(Legal(text), Element.Parse($"<a>{Text(utf8)}</a>").Text);
        }));

    [Theory]
    [InlineData("&<>\"'\t\n\r", "&amp;&lt;&gt;&quot;&apos;&#9;&#10;&#13;")]
    [InlineData("\u0000x\uFFFF", "\uFFFDx\uFFFD")]
    [InlineData("\u00E9\U0001F600", "\u00E9\U0001F600")]
    public void Attribute_values_are_escaped(string value, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(XmlEscape.EscapeAttribute(value)));

    [Fact]
    public void Lone_surrogates_become_the_replacement_character()
    {
        // Not in a theory: compiled attribute values cannot hold them.
        Assert.Equal("\uFFFDx\uFFFD", Encoding.UTF8.GetString(XmlEscape.EscapeAttribute("\uD800x\uDC00")));
        Assert.Throws<ArgumentException>(() => new Element("", "a\uD800"));
    }

    [Fact]
    public void Every_name_that_is_read_can_be_written()
    {
        // U+FFFD is a letter to XML, and also what decoders make of broken input.
        var element = Element.Parse("<p:\uFFFD xmlns:p='u' p:\uFFFD='1'/>");
        Assert.Equal("<\uFFFD xmlns='u' xmlns:ns1='u' ns1:\uFFFD='1' b='2'/>", element.With(("b", "2")).ToString());
    }

    [Fact]
    public void Invalid_UTF8_becomes_the_replacement_character()
    {
        var output = new ArrayBufferWriter<byte>();
        XmlEscape.WriteAttribute([0xC0, 0x41, 0xED, 0xA0, 0x80, 0xF0, 0x9F], output);
        Assert.Equal("\uFFFDA\uFFFD\uFFFD\uFFFD\uFFFD", Text(output));
    }

    private static string Legal(string text)
    {
        var legal = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var ok = rune.Value is 0x9 or 0xA or 0xD or (>= 0x20 and not 0xFFFE and not 0xFFFF);
            legal.Append(ok ? rune.ToString() : "\uFFFD");
        }

        return legal.ToString();
    }

    private static (XmlStreamWriter Writer, ArrayBufferWriter<byte> Output) New()
    {
        var output = new ArrayBufferWriter<byte>();
        return (new XmlStreamWriter(output), output);
    }

    private static string Text(ArrayBufferWriter<byte> output) => Encoding.UTF8.GetString(output.WrittenSpan);
}
