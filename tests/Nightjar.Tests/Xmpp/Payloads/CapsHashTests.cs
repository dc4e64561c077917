using Nightjar.Xmpp.Payloads;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Xmpp.Payloads;

public sealed class CapsHashTests
{
    const string Form = """
        <x xmlns='jabber:x:data' type='result'>
          <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:dataforms:softwareinfo</value></field>
          <field var='ip_version' type='text-multi'><value>ipv4</value><value>ipv6</value></field>
          <field var='os'><value>Mac</value></field>
          <field var='os_version'><value>10.5.1</value></field>
          <field var='software'><value>Psi</value></field>
          <field var='software_version'><value>0.11</value></field>
        </x>
        """;

    const string Features = """
        <feature var='http://jabber.org/protocol/muc'/>
        <feature var='http://jabber.org/protocol/disco#items'/>
        <feature var='http://jabber.org/protocol/disco#info'/>
        <feature var='http://jabber.org/protocol/caps'/>
        """;

    const string Identities = "<identity xml:lang='en' category='client' name='Psi 0.11' type='pc'/><identity xml:lang='el' category='client' name='Ψ 0.11' type='pc'/>";

    [Fact]
    public void The_simple_example_of_XEP_0115_hashes_to_the_printed_value() =>
        Assert.Equal("QgayPKawpkPSDYmwT/WM94uAlu0=", CapsHash.Compute(Query($"<identity category='client' type='pc' name='Exodus 0.9.1'/>{Features}")));

    [Fact]
    public void The_complex_example_of_XEP_0115_hashes_to_the_printed_value() =>
        Assert.Equal("q07IKJEyjvHSyhy//CH0CxmKi8w=", CapsHash.Compute(Query(Identities + Features + Form)));

    [Fact]
    public void A_form_without_hidden_kind_is_ignored()
    {
        var expected = CapsHash.Compute(Query(Identities + Features));
        Assert.Equal(expected, CapsHash.Compute(Query(Identities + Features + Form.Replace(" type='hidden'", "", StringComparison.Ordinal))));
        Assert.Equal(expected, CapsHash.Compute(Query(Identities + Features + Form.Replace("FORM_TYPE", "KIND", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("<feature var='urn:xmpp:ping'/><feature var='urn:xmpp:ping'/>")]
    [InlineData("<identity category='client' type='pc' name='x'/><identity category='client' type='pc' name='x'/>")]
    [InlineData("<feature var='a&lt;b'/>")]
    [InlineData("<feature/>")]
    [InlineData("<identity category='client' name='x'/>")]
    [InlineData("<identity category='client/pc' type='' name='x'/>")]
    [InlineData("<identity category='client' type='pc' name='x&lt;y'/>")]
    [InlineData(Form + Form)]
    [InlineData("<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>a</value><value>b</value></field></x>")]
    public void An_ill_formed_answer_has_no_hash(string content) => Assert.Null(CapsHash.Compute(Query(content)));

    [Fact]
    public void An_unknown_function_or_another_element_has_no_hash()
    {
        Assert.Null(CapsHash.Compute(Query(Features), "md2"));
        Assert.Null(CapsHash.Compute(new Element("urn:example", "query")));
    }

    [Fact]
    public void The_announcement_is_read_as_it_is_written()
    {
        var caps = new Caps("http://code.google.com/p/exodus", "sha-1", "QgayPKawpkPSDYmwT/WM94uAlu0=");
        Assert.Equal(caps, Caps.Parse(Element.Parse(caps.ToElement().ToString())));
        Assert.Equal("http://code.google.com/p/exodus#QgayPKawpkPSDYmwT/WM94uAlu0=", caps.QueryNode);
        Assert.Null(Caps.Parse(Element.Parse("<c xmlns='http://jabber.org/protocol/caps' node='x'/>")));
    }

    [Fact]
    public void Strings_are_ordered_by_their_UTF_8_bytes()
    {
        string[] strings = ["", "a", "ab", "b", "z", "é", "\uE000", "\uFFFD", "\U00010000", "\U0001F600"];
        Assert.Equal(strings, strings.Reverse().Order(Utf8Order.Instance));
    }

    static Element Query(string content) => Element.Parse($"<query xmlns='http://jabber.org/protocol/disco#info'>{content}</query>");
}
