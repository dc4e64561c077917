using System.Text;

namespace Nightjar.Tests.Server.Hostile;

/// <summary>What a broken or hostile client says: pieces of a valid session in any order, damaged in any way. The same seed, the same bytes.</summary>
internal sealed class HostileSpeech(int seed)
{
    /// <summary>Valid pieces for every stage of a stream; the domain is <c>localhost</c>.</summary>
    private static readonly string[] s_pieces =
    [
        "<?xml version='1.0'?><stream:stream to='localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>",
        "</stream:stream>",
        " ",
        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-256'>biwsbj1yb21lbyxyPWFiYw==</auth>",
        "<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>Yz1iaXdzLHI9YWJjLHA9QUFBQQ==</response>",
        "<abort xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>",
        "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='SCRAM-SHA-256'><initial-response>biwsbj1yb21lbyxyPWFiYw==</initial-response>"
            + "<bind xmlns='urn:xmpp:bind:0'><tag>x</tag><enable xmlns='urn:xmpp:sm:3' resume='true'/></bind></authenticate>",
        "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>r</resource></bind></iq>",
        "<iq type='set' id='s'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>",
        "<presence><priority>5</priority><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n' ver='v'/></presence>",
        "<presence type='unavailable'/>",
        "<presence to='romeo@localhost' type='subscribe'/>",
        "<presence to='romeo@localhost' type='subscribed'/>",
        "<presence to='romeo@localhost/home'/>",
        "<message to='romeo@localhost' type='chat' id='1'><body>hi</body><active xmlns='http://jabber.org/protocol/chatstates'/></message>",
        "<message to='romeo@localhost/home' id='2' xml:lang='it'><body>a &lt; b &amp;&amp; c</body><x:y xmlns:x='urn:x' x:z='1'/></message>",
        "<message to='nobody@localhost' type='groupchat'><subject>x</subject></message>",
        "<message to='x@elsewhere.example'><body>x</body><no-store xmlns='urn:xmpp:hints'/></message>",
        "<message type='error' to='romeo@localhost'><error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>",
        "<iq type='get' id='r'><query xmlns='jabber:iq:roster' ver=''/></iq>",
        "<iq type='set' id='t'><query xmlns='jabber:iq:roster'><item jid='romeo@localhost' name='R'><group>g</group></item></query></iq>",
        "<iq type='set' id='u'><query xmlns='jabber:iq:roster'><item jid='romeo@localhost' subscription='remove'/></query></iq>",
        "<iq type='get' id='d' to='localhost'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>",
        "<iq type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>",
        "<iq type='result' id='p' to='localhost'/>",
        "<iq type='set' id='k'><block xmlns='urn:xmpp:blocking'><item jid='romeo@localhost'/></block></iq>",
        "<iq type='set' id='l'><unblock xmlns='urn:xmpp:blocking'/></iq>",
        "<iq type='set' id='v'><query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'><conference jid='a@b'/></storage></query></iq>",
        "<iq type='set' id='w'><vCard xmlns='vcard-temp'><FN>M</FN></vCard></iq>",
        "<iq type='set' id='c'><enable xmlns='urn:xmpp:carbons:2'/></iq>",
        "<iq type='get' id='g'><query xmlns='jabber:iq:register'/></iq>",
        "<iq type='get' id='a' to='romeo@localhost'><query xmlns='jabber:iq:last'/></iq>",
        "<enable xmlns='urn:xmpp:sm:3' resume='true'/>",
        "<r xmlns='urn:xmpp:sm:3'/>",
        "<a xmlns='urn:xmpp:sm:3' h='1'/>",
        "<resume xmlns='urn:xmpp:sm:3' previd='x' h='0'/>",
        "<inactive xmlns='urn:xmpp:csi:0'/>",
        "<active xmlns='urn:xmpp:csi:0'/>",
    ];

    /// <summary>Where parsers stumble.</summary>
    private static readonly byte[][] s_stones =
    [
        .. new[]
        {
            "<", ">", "/>", "</", "]]>", "<![CDATA[", "<!--", "<?x", "<!DOCTYPE a [", "&", "&#0;", "&#xD800;", "&#x110000;", "&lol;", "'", "\"", "=", ":",
            "xmlns=''", " xmlns:a='urn:a'", " xmlns:xml='x'", "\0", "\uFFFF", "\u202E", "</stream:stream>", "<stream:stream>", " to='@'", " to=''", " id=''", " type=''",
            " from='romeo@localhost'", " h='-1'", " h='4294967296'", "99999999999999999999", new string('a', 5_000), string.Concat(Enumerable.Repeat("<b>", 70)),
        }.Select(Encoding.UTF8.GetBytes),
        [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xE2, 0x82], [0xEF, 0xBB, 0xBF],
    ];

    private readonly Random _random = new(seed);

    /// <summary>Up to eight valid pieces with up to four faults, or none at all.</summary>
    public byte[] Speak()
    {
        var bytes = new List<byte>();
        for (int pieces = _random.Next(1, 9); pieces > 0; pieces--)
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(s_pieces[_random.Next(s_pieces.Length)]));
        }

        for (int faults = _random.Next(5); faults > 0; faults--)
        {
            Damage(bytes);
        }

        return [.. bytes];
    }

    /// <summary>Bytes without any sense.</summary>
    public byte[] Babble()
    {
        byte[] bytes = new byte[_random.Next(1, 2_000)];
        _random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>The bytes in pieces of any size, as a network may deliver them.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Split(byte[] bytes)
    {
        int largest = _random.Next(3) == 0 ? 16 : bytes.Length;
        for (int at = 0; at < bytes.Length;)
        {
            int length = Math.Min(_random.Next(1, largest + 1), bytes.Length - at);
            yield return bytes.AsMemory(at, length);
            at += length;
        }
    }

    private void Damage(List<byte> bytes)
    {
        int at = _random.Next(bytes.Count);
        int length = Math.Min(_random.Next(1, 40), bytes.Count - at);
        switch (_random.Next(5))
        {
            case 0:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 1 when length < bytes.Count:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.InsertRange(_random.Next(bytes.Count), bytes.GetRange(at, length));
                break;
            default:
                bytes.InsertRange(at, s_stones[_random.Next(s_stones.Length)]);
                break;
        }
    }
}
