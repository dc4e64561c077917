using System.Text;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Xmpp.Xml;

public sealed class ElementTests
{
    private const string Ns = "jabber:iq:roster";

    [Fact]
    public void An_element_is_made_from_attributes_children_and_text()
    {
        var item = new Element(Ns, "item", ("jid", "a@b"), ("name", null), (string?)null, (Element?)null, new Element(Ns, "group", "Friends"), "!");
        Assert.Equal("<item xmlns='jabber:iq:roster' jid='a@b'><group>Friends</group>!</item>", item.ToString());
        Assert.Equal("a@b", item.Attribute("jid"));
        Assert.Null(item.Attribute("name"));
        Assert.Equal("Friends", item.Child(Ns, "group")!.Text);
        Assert.Same(item.FirstChild, item.Child(Ns, "group"));
        Assert.Null(item.Child("", "group"));
        Assert.Equal("!", item.Text);
        Assert.True(item.Raw.IsEmpty);
    }

    [Fact]
    public void Many_adds_children_in_order() =>
        Assert.Equal(
            "<a><b1/><b2/></a>",
            new Element("", "a", Content.Many([new Element("", "b1"), new Element("", "b2")])).ToString());

    [Fact]
    public void With_replaces_attributes_and_appends_children()
    {
        var first = new Element("", "a", ("b", "1"), ("c", "2"), new Element("", "d"));
        var second = first.With(("b", "3"), new XmlAttribute(Namespaces.Xml, "lang", "de"), new Element("", "e"));
        Assert.Equal("<a b='3' c='2' xml:lang='de'><d/><e/></a>", second.ToString());
        Assert.Equal("<a b='1' c='2'><d/></a>", first.ToString());
    }

    [Fact]
    public void Without_drops_matching_children_and_keeps_text()
    {
        var element = Element.Parse("<a>x<b/>y<c/></a>");
        Assert.Equal("<a>xy<c/></a>", element.Without(static child => child.Name == "b").ToString());
        Assert.Same(element, element.Without(static _ => false));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("1a")]
    [InlineData("a>")]
    public void Names_that_are_none_are_refused(string name)
    {
        Assert.Throws<ArgumentException>(() => new Element("", name));
        Assert.Throws<ArgumentException>(() => new Element("", "a", (name, "")));
    }

    [Fact]
    public void Declarations_and_repeated_attributes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Element("", "a", ("xmlns", "u")));
        Assert.Throws<ArgumentException>(() => new Element("", "a", new XmlAttribute(Namespaces.Xmlns, "p", "u")));
        Assert.Throws<ArgumentException>(() => new Element("", "a", ("b", "1"), ("b", "1")));
    }

    [Theory]
    [InlineData("<a b='x&#10;y\tz\r\nw'/>", "x\ny z w")]
    [InlineData("<a b='&lt;&amp;&gt;&quot;&apos;&#x1F600;'/>", "<&>\"'\U0001F600")]
    public void Attribute_values_are_normalised_and_references_resolved(string text, string expected) =>
        Assert.Equal(expected, Element.Parse(text).Attribute("b"));

    [Theory]
    [InlineData("<a>x\r\ny\rz&#13;</a>", "x\ny\nz\r")]
    [InlineData("<a>x<![CDATA[<&\r\n]]>y<b>no</b>z</a>", "x<&\nyz")]
    [InlineData("<a/>", "")]
    public void Text_is_joined_with_line_ends_normalised(string text, string expected) =>
        Assert.Equal(expected, Element.Parse(text).Text);

    [Fact]
    public void A_parsed_element_is_written_back_byte_for_byte()
    {
        const string Text = "<a  xmlns='u' b = \"1\" ><c></c>&#65;</a >";
        Assert.Equal(Text, Element.Parse(Text).ToString());
        Assert.Equal(Text, Encoding.UTF8.GetString(Element.Parse(Text).ToUtf8("jabber:client")));
        Assert.Equal("<a b='1' xmlns='u'/>", new Element("w", "w", Element.Parse("<a b='1' xmlns='u'/>")).FirstChild!.ToString());
    }

    [Fact]
    public void Raw_bytes_that_inherit_are_rewritten_elsewhere()
    {
        var body = Element.Parse("<body >x</body >", Namespaces.Client);
        Assert.Equal("<body >x</body >", Encoding.UTF8.GetString(body.ToUtf8(Namespaces.Client)));
        Assert.Equal("<body xmlns='jabber:client'>x</body>", body.ToString());
    }

    [Fact]
    public void Prefixes_from_outside_are_declared_when_it_is_written_alone()
    {
        var element = Element.Parse("<p:a p:b='1'><c/></p:a>"u8.ToArray(), "d", new NamespaceContext("ignored", ("p", "urn:p")));
        Assert.Equal("urn:p", element.Namespace);
        Assert.Equal("d", element.FirstChild!.Namespace);
        Assert.Equal("<a xmlns='urn:p' xmlns:ns1='urn:p' ns1:b='1'><c xmlns='d'/></a>", element.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("text")]
    [InlineData("<a>")]
    [InlineData("<a/><b/>")]
    [InlineData("<a/>x")]
    [InlineData("</a>")]
    [InlineData("<?xml version='1.0'?><a/>")]
    public void Text_that_is_not_one_element_is_refused(string text)
    {
        Assert.False(Element.TryParse(Encoding.UTF8.GetBytes(text), out var element));
        Assert.Null(element);
        Assert.NotNull(Assert.Throws<XmlFormatException>(() => Element.Parse(text)).Error);
    }

    [Fact]
    public void White_space_around_is_allowed() => Assert.Equal("<a/>", Element.Parse(" \n<a/>\r\n").ToString());

    [Fact]
    public void Deep_text_is_refused_by_the_limit_and_not_by_the_stack()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 100_000));
        Assert.Equal(XmlErrorCondition.PolicyViolation, Assert.Throws<XmlFormatException>(() => Element.Parse(deep)).Error.Condition);
    }

    [Theory]
    [InlineData("<a b='1' c='2'>x</a>", "<a c='2' b='1'>x</a>", true)]
    [InlineData("<p:a xmlns:p='u'/>", "<a xmlns='u'/>", true)]
    [InlineData("<a>x<![CDATA[y]]></a>", "<a>xy</a>", true)]
    [InlineData("<a/>", "<a></a>", true)]
    [InlineData("<a/>", "<b/>", false)]
    [InlineData("<a/>", "<a xmlns='u'/>", false)]
    [InlineData("<a b='1'/>", "<a/>", false)]
    [InlineData("<a b='1'/>", "<a b='2'/>", false)]
    [InlineData("<a><b/><c/></a>", "<a><c/><b/></a>", false)]
    [InlineData("<a>x<b/></a>", "<a><b/>x</a>", false)]
    public void DeepEquals_compares_the_meaning(string first, string second, bool equal) =>
        Assert.Equal(equal, Element.Parse(first).DeepEquals(Element.Parse(second)));
}
