using Nightjar.Xmpp.Payloads;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Xmpp.Payloads;

public sealed class CapsHashSetTests
{
    // XEP-0390 §4.5
    const string Simple = """
        <query xmlns="http://jabber.org/protocol/disco#info">
          <identity category="client" name="BombusMod" type="mobile"/>
          <feature var="http://jabber.org/protocol/si"/>
          <feature var="http://jabber.org/protocol/bytestreams"/>
          <feature var="http://jabber.org/protocol/chatstates"/>
          <feature var="http://jabber.org/protocol/disco#info"/>
          <feature var="http://jabber.org/protocol/disco#items"/>
          <feature var="urn:xmpp:ping"/>
          <feature var="jabber:iq:time"/>
          <feature var="jabber:iq:privacy"/>
          <feature var="jabber:iq:version"/>
          <feature var="http://jabber.org/protocol/rosterx"/>
          <feature var="urn:xmpp:time"/>
          <feature var="jabber:x:oob"/>
          <feature var="http://jabber.org/protocol/ibb"/>
          <feature var="http://jabber.org/protocol/si/profile/file-transfer"/>
          <feature var="urn:xmpp:receipts"/>
          <feature var="jabber:iq:roster"/>
          <feature var="jabber:iq:last"/>
        </query>
        """;

    // XEP-0390 §4.6
    const string Complex = """
        <query xmlns="http://jabber.org/protocol/disco#info">
          <identity category="client" name="Tkabber" type="pc" xml:lang="en"/>
          <identity category="client" name="Ткаббер" type="pc" xml:lang="ru"/>
          <feature var="games:board"/>
          <feature var="http://jabber.org/protocol/activity"/>
          <feature var="http://jabber.org/protocol/activity+notify"/>
          <feature var="http://jabber.org/protocol/bytestreams"/>
          <feature var="http://jabber.org/protocol/chatstates"/>
          <feature var="http://jabber.org/protocol/commands"/>
          <feature var="http://jabber.org/protocol/disco#info"/>
          <feature var="http://jabber.org/protocol/disco#items"/>
          <feature var="http://jabber.org/protocol/evil"/>
          <feature var="http://jabber.org/protocol/feature-neg"/>
          <feature var="http://jabber.org/protocol/geoloc"/>
          <feature var="http://jabber.org/protocol/geoloc+notify"/>
          <feature var="http://jabber.org/protocol/ibb"/>
          <feature var="http://jabber.org/protocol/iqibb"/>
          <feature var="http://jabber.org/protocol/mood"/>
          <feature var="http://jabber.org/protocol/mood+notify"/>
          <feature var="http://jabber.org/protocol/rosterx"/>
          <feature var="http://jabber.org/protocol/si"/>
          <feature var="http://jabber.org/protocol/si/profile/file-transfer"/>
          <feature var="http://jabber.org/protocol/tune"/>
          <feature var="http://www.facebook.com/xmpp/messages"/>
          <feature var="http://www.xmpp.org/extensions/xep-0084.html#ns-metadata+notify"/>
          <feature var="jabber:iq:avatar"/>
          <feature var="jabber:iq:browse"/>
          <feature var="jabber:iq:dtcp"/>
          <feature var="jabber:iq:filexfer"/>
          <feature var="jabber:iq:ibb"/>
          <feature var="jabber:iq:inband"/>
          <feature var="jabber:iq:jidlink"/>
          <feature var="jabber:iq:last"/>
          <feature var="jabber:iq:oob"/>
          <feature var="jabber:iq:privacy"/>
          <feature var="jabber:iq:roster"/>
          <feature var="jabber:iq:time"/>
          <feature var="jabber:iq:version"/>
          <feature var="jabber:x:data"/>
          <feature var="jabber:x:event"/>
          <feature var="jabber:x:oob"/>
          <feature var="urn:xmpp:avatar:metadata+notify"/>
          <feature var="urn:xmpp:ping"/>
          <feature var="urn:xmpp:receipts"/>
          <feature var="urn:xmpp:time"/>
          <x xmlns="jabber:x:data" type="result">
            <field type="hidden" var="FORM_TYPE">
              <value>urn:xmpp:dataforms:softwareinfo</value>
            </field>
            <field var="software">
              <value>Tkabber</value>
            </field>
            <field var="software_version">
              <value>0.11.1-svn-20111216-mod (Tcl/Tk 8.6b2)</value>
            </field>
            <field var="os">
              <value>Windows</value>
            </field>
            <field var="os_version">
              <value>XP</value>
            </field>
          </x>
        </query>
        """;

    [Theory]
    [InlineData(Simple, "sha-256", "kzBZbkqJ3ADrj7v08reD1qcWUwNGHaidNUgD7nHpiw8=")]
    [InlineData(Simple, "sha3-256", "79mdYAfU9rEdTOcWDO7UEAt6E56SUzk/g6TnqUeuD9Q=")]
    [InlineData(Complex, "sha-256", "u79ZroNJbdSWhdSp311mddz44oHHPsEBntQ5b1jqBSY=")]
    [InlineData(Complex, "sha3-256", "XpUJzLAc93258sMECZ3FJpebkzuyNXDzRNwQog8eycg=")]
    public void The_examples_of_XEP_0390_hash_to_the_printed_values(string query, string function, string expected)
    {
        Assert.True(HashFunctions.Names.Contains(function), $"this platform has no {function}");
        var set = CapsHashSet.Compute(Element.Parse(query), "", function);
        Assert.Equal(expected, Convert.ToBase64String(set!.Hashes[0].Value.Span));
    }

    [Fact]
    public void A_language_in_force_around_the_answer_counts()
    {
        var inherited = CapsHashSet.HashInput(Query("<identity category='client' type='pc' name='x'/>"), "en");
        var stated = CapsHashSet.HashInput(Query("<identity category='client' type='pc' name='x' xml:lang='en'/>"), "");
        Assert.Equal(stated, inherited);
    }

    [Theory]
    [InlineData("<other xmlns='urn:example'/>")]
    [InlineData("<x xmlns='jabber:x:data' type='result'><field var='os'><value>x</value></field></x>")]
    [InlineData("<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE'><value>x</value></field></x>")]
    [InlineData("<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>x</value></field><reported/></x>")]
    [InlineData("<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>x</value></field><item/></x>")]
    public void What_the_hash_would_not_cover_is_refused(string content) => Assert.Null(CapsHashSet.HashInput(Query(content), ""));

    [Fact]
    public void The_set_is_read_as_it_is_written()
    {
        var set = CapsHashSet.Compute(Element.Parse(Simple), "", "sha-256", "sha-512")!;
        var parsed = CapsHashSet.Parse(Element.Parse(set.ToElement().ToString()));
        Assert.Equal(set.Hashes.AsEnumerable(), parsed!.Hashes.AsEnumerable());
        Assert.Equal("urn:xmpp:caps#sha-256.kzBZbkqJ3ADrj7v08reD1qcWUwNGHaidNUgD7nHpiw8=", CapsHashSet.QueryNode(set.Hashes[0]));
    }

    [Theory]
    [InlineData("<c xmlns='urn:xmpp:caps'/>")]
    [InlineData("<c xmlns='urn:xmpp:caps'><hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>AAAA</hash></c>")]
    [InlineData("<d xmlns='urn:xmpp:caps'/>")]
    public void A_malformed_set_is_refused(string xml) => Assert.Null(CapsHashSet.Parse(Element.Parse(xml)));

    static Element Query(string content) => Element.Parse($"<query xmlns='http://jabber.org/protocol/disco#info'>{content}</query>");
}
