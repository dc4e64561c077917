using System.Text;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Xmpp.Xml;

public sealed class XmlStreamReaderTests
{
    private const string Stanza =
        "<message to='juliet@example.org' id=\"a&amp;b\" xml:lang='en'><body>Hi &lt;3 \u00FC \u20AC \U0001F600</body><x xmlns='u' xmlns:p='v'><p:y p:z='1'/></x><![CDATA[<&]]>]]&gt;</message>";

    [Fact]
    public void A_stream_from_header_to_end_gives_its_events() =>
        Assert.Equal(
            [
                "open <stream:stream xmlns:stream='http://etherx.jabber.org/streams' to='example.org' version='1.0'/>",
                "<presence/> {jabber:client}presence 11 11 True True",
                "closed",
            ],
            Wire.Read(Wire.Header + " <presence/>\n</stream:stream >"));

    [Fact]
    public void Every_split_in_two_gives_the_same_frames()
    {
        var bytes = Encoding.UTF8.GetBytes("\uFEFF" + Wire.Header + Stanza + " <iq><a/></iq></stream:stream>");
        var expected = Wire.Read(bytes, new XmlStreamReader(XmlLimits.Client), _ => int.MaxValue);
        Assert.Equal(4, expected.Count);
        for (var split = 1; split < bytes.Length; split++)
        {
            Assert.Equal(expected, Wire.Read(bytes, new XmlStreamReader(XmlLimits.Client), start => start == 0 ? split : int.MaxValue));
        }
    }

    [Fact]
    public void Byte_by_byte_gives_the_same_frames()
    {
        var bytes = Encoding.UTF8.GetBytes(Wire.Header + Stanza + Stanza + "</stream:stream>");
        Assert.Equal(
            Wire.Read(bytes, new XmlStreamReader(XmlLimits.Client), _ => int.MaxValue),
            Wire.Read(bytes, new XmlStreamReader(XmlLimits.Client), _ => 1));
    }

    [Fact]
    public void A_whole_element_is_framed_in_place()
    {
        var reader = Opened();
        var input = Encoding.UTF8.GetBytes("<a/><b>text</b>");
        Assert.Equal(XmlReadStatus.Element, reader.Read(input, out var consumed, out var frame));
        Assert.True(frame.Bytes.Overlaps(input));
        Assert.Equal(4, consumed);
        Assert.Equal(XmlReadStatus.Element, reader.Read(input.AsSpan(4), out consumed, out frame));
        Assert.True(frame.Bytes.Overlaps(input));
        Assert.Equal("text", Encoding.UTF8.GetString(frame.Content));
    }

    [Fact]
    public void The_header_is_an_element_and_its_prefixes_stay_in_scope()
    {
        var reader = new XmlStreamReader(XmlLimits.BeforeLogin);
        Assert.Equal(XmlReadStatus.StreamOpened, reader.Read(Encoding.UTF8.GetBytes(Wire.Header), out _));
        Assert.True(reader.StreamHeader!.Is(Namespaces.Streams, "stream"));
        Assert.Equal("example.org", reader.StreamHeader.Attribute("to"));
        Assert.Same(NamespaceContext.ClientStream, reader.Context);
        Assert.Equal(XmlReadStatus.Element, reader.Read("<stream:features/>"u8, out _, out var frame));
        Assert.Same(Namespaces.Streams, frame.Namespace);
        Assert.False(frame.IsPortable);
        Assert.Null(reader.StreamHeader);
    }

    [Fact]
    public void A_header_with_another_prefix_needs_the_same_prefix_at_the_end()
    {
        const string Header = "<s:stream xmlns='jabber:server' xmlns:s='http://etherx.jabber.org/streams' xmlns:db='jabber:server:dialback'>";
        Assert.Equal("closed", Wire.Read(Header + "<db:result/></s:stream>")[^1]);
        Assert.Contains("not-well-formed", Wire.Read(Header + "</stream:stream>")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_header_opens_and_closes() =>
        Assert.Equal(["open <s/>", "closed"], Wire.Read("<s/> "));

    [Fact]
    public void After_the_end_only_white_space_may_come()
    {
        Assert.Equal("closed", Wire.After("</stream:stream> \n"));
        Assert.StartsWith("closed|error not-well-formed", Wire.After("</stream:stream><a/>"), StringComparison.Ordinal);
    }

    [Fact]
    public void White_space_between_stanzas_is_reported()
    {
        var reader = Opened();
        Assert.Equal(XmlReadStatus.NeedMoreData, reader.Read(" "u8, out var consumed));
        Assert.Equal(1, consumed);
        Assert.True(reader.SawWhitespace);
        reader.Read("<a/>"u8, out _);
        Assert.False(reader.SawWhitespace);
    }

    [Fact]
    public void Reset_expects_a_new_header()
    {
        var reader = Opened();
        reader.Read("<unfinished "u8, out _);
        reader.Reset();
        Assert.False(reader.HasPartialElement);
        Assert.Equal(XmlReadStatus.StreamOpened, reader.Read(Encoding.UTF8.GetBytes(Wire.Header), out _));
    }

    [Fact]
    public void An_error_stays_and_names_its_place()
    {
        var reader = Opened();
        Assert.Equal(XmlReadStatus.Error, reader.Read("<a></b>"u8, out _));
        Assert.InRange(reader.Error!.Offset, Wire.Header.Length + 4, Wire.Header.Length + 6);
        Assert.Equal(XmlReadStatus.Error, reader.Read("<a/>"u8, out var consumed));
        Assert.Equal(0, consumed);
    }

    [Fact]
    public void The_offset_of_an_error_does_not_depend_on_the_split()
    {
        var bytes = Encoding.UTF8.GetBytes(Wire.Header + "<ok/> <a><b>text &bad; </b></a>");
        var whole = new XmlStreamReader(XmlLimits.Client);
        Wire.Read(bytes, whole, _ => int.MaxValue);
        var single = new XmlStreamReader(XmlLimits.Client);
        Wire.Read(bytes, single, _ => 1);
        Assert.Equal(whole.Error, single.Error);
    }

    [Theory]
    [InlineData("<a>&abcdef g;</a>")]
    [InlineData("<a>&abcdef</a>")]
    [InlineData("<a>&#xFFFFFFFFFF;</a>")]
    [InlineData("<a b='&abc-d;'/>")]
    public void The_fault_in_a_reference_does_not_depend_on_the_split(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(Wire.Header + text);
        Assert.Equal(
            Wire.Read(bytes, new XmlStreamReader(XmlLimits.Client), _ => int.MaxValue),
            Wire.Read(bytes, new XmlStreamReader(XmlLimits.Client), _ => 1));
    }

    [Fact]
    public void Frames_need_no_header_and_inherit_no_namespace()
    {
        var reader = XmlStreamReader.ForFrames(XmlLimits.BeforeLogin);
        Assert.Equal(XmlReadStatus.Element, reader.Read("<?xml version='1.0'?><open xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>"u8, out _, out var frame));
        Assert.Same(Namespaces.Framing, frame.Namespace);
        Assert.Equal(XmlReadStatus.Element, reader.Read("<message/>"u8, out _, out frame));
        Assert.Equal("", frame.Namespace);
        Assert.Equal(XmlReadStatus.Error, reader.Read("<stream:features/>"u8, out _));
        Assert.Equal("bad-namespace-prefix", reader.Error!.ConditionName);
    }

    [Fact]
    public void An_end_tag_in_frames_is_an_error()
    {
        var reader = XmlStreamReader.ForFrames(XmlLimits.BeforeLogin);
        reader.Read("<a/>"u8, out _);
        Assert.Equal(XmlReadStatus.Error, reader.Read("</a>"u8, out _));
    }

    [Theory]
    [InlineData("<a><b xmlns='u'>t</b></a>", true)]
    [InlineData("<a xmlns='jabber:client' xml:lang='de'><b xml:lang='en'/></a>", true)]
    [InlineData("<a><p:b xmlns:p='u'><p:c p:d='e'/></p:b></a>", true)]
    [InlineData("<stream:a/>", false)]
    [InlineData("<a><stream:b/></a>", false)]
    [InlineData("<a stream:b='c'/>", false)]
    [InlineData("<a xmlns:p='u'/>", false)]
    [InlineData("<a xmlns:p='u'><p:b/></a>", false)]
    [InlineData("<p:a xmlns:p='u'/>", false)]
    [InlineData("<a><![CDATA[x]]></a>", false)]
    public void Only_content_that_declares_its_prefixes_is_portable(string text, bool portable)
    {
        Opened().Read(Encoding.UTF8.GetBytes(text), out _, out var frame);
        Assert.Equal(portable, frame.IsPortable);
    }

    [Fact]
    public void Attributes_of_the_top_element_are_recorded_with_what_they_need()
    {
        Opened().Read("<a b='x&amp;y' xml:c='1\t2'><d e='f'/></a>"u8, out _, out var frame);
        Assert.Equal(2, frame.Attributes.Length);
        Assert.Equal(new XmlAttributeRange(3, 1, 0, 6, 7, true, false), frame.Attributes[0]);
        Assert.Equal(new XmlAttributeRange(15, 5, 3, 22, 3, false, true), frame.Attributes[1]);
        Assert.Equal("x&y", frame.Attribute("b"u8));
        Assert.Equal("1 2", frame.Attribute("xml:c"u8));
        Assert.Null(frame.Attribute("e"u8));
    }

    [Theory]
    [InlineData("<p:a xmlns:p='urn:xmpp:ping'/>", Namespaces.Ping)]
    [InlineData("<a xmlns='u&amp;v'/>", "u&v")]
    [InlineData("<a/>", Namespaces.Client)]
    [InlineData("<a xmlns=''/>", "")]
    public void The_namespace_of_a_frame_is_resolved(string text, string expected)
    {
        Opened().Read(Encoding.UTF8.GetBytes(text), out _, out var frame);
        Assert.Equal(expected, frame.Namespace);
    }

    [Fact]
    public void A_frame_becomes_an_element_that_means_the_same_elsewhere()
    {
        Opened().Read("<message xmlns:p='urn:p'><p:x p:y='1'><stream:z/></p:x><![CDATA[<]]></message>"u8, out _, out var frame);
        var alone = Element.Parse(frame.ToElement().ToUtf8());
        Assert.True(alone.Is(Namespaces.Client, "message"));
        Assert.Equal("1", alone.Child("urn:p", "x")!.Attribute("urn:p", "y"));
        Assert.NotNull(alone.Child("urn:p", "x")!.Child(Namespaces.Streams, "z"));
        Assert.Equal("<", alone.Text);
    }

    private static XmlStreamReader Opened()
    {
        var reader = new XmlStreamReader(XmlLimits.Client);
        Assert.Equal(XmlReadStatus.StreamOpened, reader.Read(Encoding.UTF8.GetBytes(Wire.Header), out _));
        return reader;
    }
}
