using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Xmpp.Xml;

public sealed class XmlStrictnessTests
{
    [Theory]
    [InlineData("<!-- c --><a/>")]
    [InlineData("<a><!-- c --></a>")]
    [InlineData("<a><?pi?></a>")]
    [InlineData("<?pi?><a/>")]
    [InlineData("<?xml version='1.0'?><a/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>")]
    [InlineData("<a><!ENTITY b 'c'></a>")]
    [InlineData("<a>&lol9;</a>")]
    [InlineData("<a b='&nbsp;'/>")]
    [InlineData("<a>&abcdefghijklmnop")]
    public void What_RFC_6120_forbids_is_restricted_xml(string text) =>
        Assert.Equal("restricted-xml", Wire.ConditionOf(text));

    [Theory]
    [InlineData("<a></b>")]
    [InlineData("<a></ab>")]
    [InlineData("<ab></a>")]
    [InlineData("<a><b></a></b>")]
    [InlineData("</a>")]
    [InlineData("<a b='1' b='2'/>")]
    [InlineData("<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>")]
    [InlineData("<a xmlns:p='u&#x31;' xmlns:q='u1' p:b='1' q:b='2'/>")]
    [InlineData("<a xmlns:q='http://etherx.jabber.org/streams' stream:b='1' q:b='2'/>")]
    [InlineData("<a xmlns='u' xmlns='u'/>")]
    [InlineData("<a xmlns:p='u' xmlns:p='v'/>")]
    [InlineData("<a b='<'/>")]
    [InlineData("<a b=1/>")]
    [InlineData("<a b/>")]
    [InlineData("<a b='1'c='2'/>")]
    [InlineData("<a / >")]
    [InlineData("< a/>")]
    [InlineData("<a></ a>")]
    [InlineData("<a></a b='1'>")]
    [InlineData("<a>]]></a>")]
    [InlineData("<a>]]]></a>")]
    [InlineData("<a>& b</a>")]
    [InlineData("<a>&;</a>")]
    [InlineData("<a>&#;</a>")]
    [InlineData("<a>&#x;</a>")]
    [InlineData("<a>&#xZ;</a>")]
    [InlineData("<a>&#X41;</a>")]
    [InlineData("<a>&#a;</a>")]
    [InlineData("<a>&#0;</a>")]
    [InlineData("<a>&#x1;</a>")]
    [InlineData("<a>&#xD800;</a>")]
    [InlineData("<a>&#xFFFE;</a>")]
    [InlineData("<a>&#x110000;</a>")]
    [InlineData("<a>&#4294967361;</a>")]
    [InlineData("<a>\u0001</a>")]
    [InlineData("<a>\u0000</a>")]
    [InlineData("<a b='\u001F'/>")]
    [InlineData("<a>\uFFFE</a>")]
    [InlineData("<a>\uFFFF</a>")]
    [InlineData("<a><![CDATA[\u0002]]></a>")]
    [InlineData("<a><![CDAT[x]]></a>")]
    [InlineData("<![CDATA[x]]>")]
    [InlineData("<1a/>")]
    [InlineData("<-a/>")]
    [InlineData("<a\u00D7b/>")]
    [InlineData("<\u0300a/>")]
    [InlineData("<a:b:c xmlns:a='u'/>")]
    [InlineData("<:a/>")]
    [InlineData("<a:/>")]
    [InlineData("<a:1 xmlns:a='u'/>")]
    [InlineData("<a xmlns:='u'/>")]
    [InlineData("<a 1b='c'/>")]
    [InlineData("<a\u0000/>")]
    public void Broken_markup_is_not_well_formed(string text) =>
        Assert.Equal("not-well-formed", Wire.ConditionOf(text));

    [Theory]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xC1, 0xBF })]
    [InlineData(new byte[] { 0xC3, 0x41 })]
    [InlineData(new byte[] { 0xE0, 0x80, 0xAF })]
    [InlineData(new byte[] { 0xE2, 0x82, 0x41 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xBF, 0xBF })]
    [InlineData(new byte[] { 0xEF, 0xBF, 0xBE })]
    [InlineData(new byte[] { 0xF0, 0x80, 0x80, 0xAF })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xF5, 0x80, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98, 0x41 })]
    [InlineData(new byte[] { 0xFF })]
    public void Invalid_UTF8_is_not_well_formed_in_text_values_and_CDATA(byte[] bad)
    {
        Assert.Equal("not-well-formed", Wire.ConditionOf([.. "<a>x"u8, .. bad, .. "</a>"u8]));
        Assert.Equal("not-well-formed", Wire.ConditionOf([.. "<a b='"u8, .. bad, .. "'/>"u8]));
        Assert.Equal("not-well-formed", Wire.ConditionOf([.. "<a><![CDATA["u8, .. bad, .. "]]></a>"u8]));
        Assert.Equal("not-well-formed", Wire.ConditionOf([.. "<a"u8, .. bad, .. "/>"u8]));
    }

    [Theory]
    [InlineData("<p:a/>")]
    [InlineData("<a p:b='c'/>")]
    [InlineData("<a><b xmlns:p='u'/><p:c/></a>")]
    [InlineData("<a xmlns:p=''/>")]
    [InlineData("<a xmlns:xmlns='u'/>")]
    [InlineData("<a xmlns:xml='u'/>")]
    [InlineData("<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>")]
    [InlineData("<a xmlns:p='http://www.w3.org/XML/1998/name&#115;pace'/>")]
    [InlineData("<a xmlns='http://www.w3.org/XML/1998/namespace'/>")]
    [InlineData("<a xmlns='http://www.w3.org/2000/xmlns/'/>")]
    [InlineData("<a xmlns:p='http://www.w3.org/2000/xmlns/'/>")]
    [InlineData("<xmlns:a/>")]
    public void Namespaces_in_XML_is_enforced(string text) =>
        Assert.Equal("bad-namespace-prefix", Wire.ConditionOf(text));

    [Theory]
    [InlineData("<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:lang='de'/>")]
    [InlineData("<a xml:lang='de' lang='de'/>")]
    [InlineData("<a xmlns:p='u' p:b='1' b='2'/>")]
    [InlineData("<a xmlns:p='u' xmlns:q='v' p:b='1' q:b='2'/>")]
    [InlineData("<stream:features/>")]
    [InlineData("<a stream:b='c'/>")]
    [InlineData("<a xmlns=''><b xmlns='u'/></a>")]
    [InlineData("<a p:b='c' xmlns:p='u'/>")]
    [InlineData("<a\t\r\n b = '1'\n\tc=\"2\" ></a\n>")]
    [InlineData("<a>]] &gt; ] ]> is fine ]&gt;</a>")]
    [InlineData("<a><![CDATA[<&>]] ]>]]]></a>")]
    [InlineData("<a>&amp;&lt;&gt;&quot;&apos;&#65;&#x00000000041;&#x10FFFF;</a>")]
    [InlineData("<a b='\"' c=\"'\" d='>'/>")]
    [InlineData("<a>\u007F\u0085\u2028\uFFFD\uD83D\uDE00</a>")]
    [InlineData("<\u00E9l\u00E9ment \u540D='\u5024'/>")]
    [InlineData("<a-b.c_d1/>")]
    [InlineData("<a>\t\r\n</a>")]
    public void What_is_allowed_passes(string text) => Assert.Equal("none", Wire.ConditionOf(text));

    [Theory]
    [InlineData("x<a/>")]
    [InlineData("<a/>x")]
    [InlineData("<a/>&#32;")]
    public void Text_between_stanzas_is_bad_format(string text) => Assert.Equal("bad-format", Wire.ConditionOf(text));

    [Theory]
    [InlineData("<?xml version='1.0'?><s/>", "")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-8\" standalone='no' ?> <s/>", "")]
    [InlineData("<?xml version='1.0' encoding='UTF-8'?>\n<s/>", "")]
    [InlineData("\uFEFF<?xml version='1.0'?><s/>", "")]
    [InlineData("\uFEFF<s/>", "")]
    [InlineData("  <s/>", "")]
    [InlineData("<?xml version='1.0' encoding='ISO-8859-1'?><s/>", "unsupported-encoding")]
    [InlineData("<?xml version='1.0' encoding='UTF-16'?><s/>", "unsupported-encoding")]
    [InlineData("<?xml version='1.1'?><s/>", "not-well-formed")]
    [InlineData("<?xml encoding='UTF-8'?><s/>", "not-well-formed")]
    [InlineData("<?xml version='1.0' bogus='1'?><s/>", "not-well-formed")]
    [InlineData("<?xml version='1.0' standalone='maybe'?><s/>", "not-well-formed")]
    [InlineData("<?xml version='1.0'encoding='UTF-8'?><s/>", "not-well-formed")]
    [InlineData("<?xml version='1.0'><s/>", "not-well-formed")]
    [InlineData("<?xml version='1.0'?><?xml version='1.0'?><s/>", "restricted-xml")]
    [InlineData(" <?xml version='1.0'?><s/>", "restricted-xml")]
    [InlineData("<?xml-stylesheet href='x'?><s/>", "restricted-xml")]
    [InlineData("<?php", "restricted-xml")]
    [InlineData("<!DOCTYPE s><s/>", "restricted-xml")]
    [InlineData("<!-- --><s/>", "restricted-xml")]
    [InlineData("\uFEFF\uFEFF<s/>", "not-well-formed")]
    [InlineData("<s/>\uFEFF", "not-well-formed")]
    [InlineData("hello", "not-well-formed")]
    [InlineData("</s>", "not-well-formed")]
    public void The_prolog_is_checked(string text, string expected)
    {
        foreach (var length in (int[])[1, int.MaxValue])
        {
            var reader = new XmlStreamReader(XmlLimits.BeforeLogin);
            Wire.Read(System.Text.Encoding.UTF8.GetBytes(text), reader, _ => length);
            Assert.Equal(expected, reader.Error?.ConditionName ?? "");
        }
    }

    [Fact]
    public void A_never_ending_declaration_stops_early() =>
        Assert.Contains("not-well-formed", Wire.Read("<?xml version='1.0' " + new string(' ', 200))[0], StringComparison.Ordinal);
}
