using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Payloads;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Xmpp.Payloads;

public sealed class StanzaPayloadTests
{
    [Fact]
    public void The_delay_of_XEP_0203_is_read_and_written()
    {
        var delay = Delay.Parse(Element.Parse("<delay xmlns='urn:xmpp:delay' from='capulet.com' stamp='2002-09-10T23:08:25Z'>\n  Offline Storage\n</delay>"));
        Assert.Equal(new Delay(new DateTimeOffset(2002, 9, 10, 23, 8, 25, TimeSpan.Zero), Jid.Parse("capulet.com"), "Offline Storage"), delay);
        Assert.Equal(delay, Delay.Parse(Element.Parse(delay!.ToElement().ToString())));
    }

    [Theory]
    [InlineData("<delay xmlns='urn:xmpp:delay'/>")]
    [InlineData("<delay xmlns='urn:xmpp:delay' stamp='20020910T23:08:25'/>")]
    [InlineData("<delay xmlns='urn:xmpp:delay' stamp='2002-09-10T23:08:25Z' from='@'/>")]
    [InlineData("<delay xmlns='jabber:x:delay' stamp='2002-09-10T23:08:25Z'/>")]
    public void A_malformed_delay_is_refused(string xml) => Assert.Null(Delay.Parse(Element.Parse(xml)));

    [Fact]
    public void The_forwarded_message_of_XEP_0297_is_read_and_written()
    {
        const string Xml = """
            <forwarded xmlns='urn:xmpp:forward:0'>
              <delay xmlns='urn:xmpp:delay' stamp='2010-07-10T23:08:25Z'/>
              <message from='juliet@capulet.lit/orchard' id='0202197' to='romeo@montague.lit' type='chat' xmlns='jabber:client'>
                <body>Yet I should kill thee with much cherishing.</body>
              </message>
            </forwarded>
            """;
        var forwarded = Forwarded.Parse(Element.Parse(Xml))!;
        Assert.Equal(("0202197", 2010), (forwarded.Stanza.Attribute("id"), forwarded.Delay!.Stamp.Year));
        var again = Forwarded.Parse(Element.Parse(forwarded.ToElement().ToString()))!;
        Assert.True(forwarded.Stanza.DeepEquals(again.Stanza));
        Assert.Equal(forwarded.Delay, again.Delay);
    }

    [Theory]
    [InlineData("<forwarded xmlns='urn:xmpp:forward:0'/>")]
    [InlineData("<forwarded xmlns='urn:xmpp:forward:0'><message/></forwarded>")]
    [InlineData("<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'/><message xmlns='jabber:client'/></forwarded>")]
    [InlineData("<forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay'/><message xmlns='jabber:client'/></forwarded>")]
    [InlineData("<forwarded xmlns='urn:example'><message xmlns='jabber:client'/></forwarded>")]
    public void A_malformed_forward_is_refused(string xml) => Assert.Null(Forwarded.Parse(Element.Parse(xml)));

    [Fact]
    public void The_hints_of_XEP_0334_are_read_and_written()
    {
        var message = Element.Parse("<message xmlns='jabber:client'><no-copy xmlns='urn:xmpp:hints'/><no-store xmlns='urn:xmpp:hints'/><store/><other xmlns='urn:xmpp:hints'/></message>");
        Assert.Equal(MessageHints.NoCopy | MessageHints.NoStore, MessageHint.In(message));
        const MessageHints All = MessageHints.NoPermanentStore | MessageHints.NoStore | MessageHints.NoCopy | MessageHints.Store;
        Assert.Equal(All, MessageHint.In(new Element("jabber:client", "message", Content.Many(MessageHint.ToElements(All)))));
        Assert.Equal(MessageHints.None, MessageHint.In(new Element("jabber:client", "message")));
    }

    [Fact]
    public void The_ids_of_XEP_0359_are_read_and_written()
    {
        var id = new StanzaId("5f3dbc5e-e1d3-4077-a492-693f3769c7ad", Jid.Parse("room@muc.example.com"));
        Assert.Equal(id, StanzaId.Parse(Element.Parse(id.ToElement().ToString())));
        var origin = new OriginId("de305d54-75b4-431b-adb2-eb6b9e546013");
        Assert.Equal(origin, OriginId.Parse(Element.Parse(origin.ToElement().ToString())));
        Assert.Null(OriginId.Parse(id.ToElement()));
    }

    [Theory]
    [InlineData("<stanza-id xmlns='urn:xmpp:sid:0' id='a'/>")]
    [InlineData("<stanza-id xmlns='urn:xmpp:sid:0' by='a@b'/>")]
    [InlineData("<stanza-id xmlns='urn:xmpp:sid:0' id='' by='a@b'/>")]
    [InlineData("<stanza-id xmlns='urn:xmpp:sid:0' id='a' by='@'/>")]
    [InlineData("<stanza-id xmlns='urn:xmpp:sid:0' id='a' by='a@b'>text</stanza-id>")]
    public void A_malformed_id_is_refused(string xml) => Assert.Null(StanzaId.Parse(Element.Parse(xml)));

    [Fact]
    public void Forged_ids_are_removed_however_the_address_is_spelt()
    {
        const string Xml = """
            <message xmlns='jabber:client'><stanza-id xmlns='urn:xmpp:sid:0' id='1' by='a@b'/><stanza-id xmlns='urn:xmpp:sid:0' id='2' by='A@B.'/><stanza-id
            xmlns='urn:xmpp:sid:0' id='3'/><stanza-id xmlns='urn:xmpp:sid:0' id='4' by='other@b'/><origin-id xmlns='urn:xmpp:sid:0' id='5'/></message>
            """;
        var left = StanzaId.WithoutThoseBy(Element.Parse(Xml), Jid.Parse("a@b")).Elements.Select(child => child.Attribute("id"));
        Assert.Equal(["4", "5"], left);
    }
}
