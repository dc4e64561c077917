namespace Nightjar.Xmpp.Xml;

/// <summary>The XML namespaces this server knows, as constants, and a table that maps their bytes to them.</summary>
public static class Namespaces
{
    /// <summary>Bound to the prefix <c>xml</c> by definition (Namespaces in XML 1.0 §3).</summary>
    public const string Xml = "http://www.w3.org/XML/1998/namespace";

    /// <summary>Bound to the prefix <c>xmlns</c> by definition; never declared (Namespaces in XML 1.0 §3).</summary>
    public const string Xmlns = "http://www.w3.org/2000/xmlns/";

    /// <summary>RFC 6120 §4.8: the stream element, features and errors.</summary>
    public const string Streams = "http://etherx.jabber.org/streams";

    /// <summary>RFC 6120 §4.8.2: content namespace between client and server.</summary>
    public const string Client = "jabber:client";

    /// <summary>RFC 6120 §4.8.2: content namespace between servers.</summary>
    public const string Server = "jabber:server";

    /// <summary>XEP-0220: dialback.</summary>
    public const string Dialback = "jabber:server:dialback";

    /// <summary>XEP-0220: dialback stream feature.</summary>
    public const string DialbackFeature = "urn:xmpp:features:dialback";

    /// <summary>XEP-0288: bidirectional server streams, the element.</summary>
    public const string Bidi = "urn:xmpp:bidi";

    /// <summary>XEP-0288: bidirectional server streams, the feature.</summary>
    public const string BidiFeature = "urn:xmpp:features:bidi";

    /// <summary>XEP-0114: components.</summary>
    public const string ComponentAccept = "jabber:component:accept";

    /// <summary>RFC 6120 §5: STARTTLS.</summary>
    public const string Tls = "urn:ietf:params:xml:ns:xmpp-tls";

    /// <summary>RFC 6120 §6: SASL.</summary>
    public const string Sasl = "urn:ietf:params:xml:ns:xmpp-sasl";

    /// <summary>RFC 6120 §7: resource binding.</summary>
    public const string Bind = "urn:ietf:params:xml:ns:xmpp-bind";

    /// <summary>RFC 3921 §3: session establishment, kept for old clients.</summary>
    public const string Session = "urn:ietf:params:xml:ns:xmpp-session";

    /// <summary>RFC 6120 §8.3: conditions of stanza errors.</summary>
    public const string StanzaErrors = "urn:ietf:params:xml:ns:xmpp-stanzas";

    /// <summary>RFC 6120 §4.9: conditions of stream errors.</summary>
    public const string StreamErrors = "urn:ietf:params:xml:ns:xmpp-streams";

    /// <summary>RFC 7395: WebSocket framing.</summary>
    public const string Framing = "urn:ietf:params:xml:ns:xmpp-framing";

    /// <summary>XEP-0124: BOSH body.</summary>
    public const string HttpBind = "http://jabber.org/protocol/httpbind";

    /// <summary>XEP-0206: XMPP over BOSH.</summary>
    public const string Xbosh = "urn:xmpp:xbosh";

    /// <summary>RFC 6121 §2: roster.</summary>
    public const string Roster = "jabber:iq:roster";

    /// <summary>RFC 6121 §2.6: roster versioning feature.</summary>
    public const string RosterVersioning = "urn:xmpp:features:rosterver";

    /// <summary>RFC 6121 §3.4: subscription pre-approval feature.</summary>
    public const string PreApproval = "urn:xmpp:features:pre-approval";

    /// <summary>XEP-0004: data forms.</summary>
    public const string DataForms = "jabber:x:data";

    /// <summary>XEP-0012: last activity.</summary>
    public const string Last = "jabber:iq:last";

    /// <summary>XEP-0030: disco#info.</summary>
    public const string DiscoInfo = "http://jabber.org/protocol/disco#info";

    /// <summary>XEP-0030: disco#items.</summary>
    public const string DiscoItems = "http://jabber.org/protocol/disco#items";

    /// <summary>XEP-0045: group chat.</summary>
    public const string Muc = "http://jabber.org/protocol/muc";

    /// <summary>XEP-0045: what users of a room see.</summary>
    public const string MucUser = "http://jabber.org/protocol/muc#user";

    /// <summary>XEP-0045: room administration.</summary>
    public const string MucAdmin = "http://jabber.org/protocol/muc#admin";

    /// <summary>XEP-0045: room ownership.</summary>
    public const string MucOwner = "http://jabber.org/protocol/muc#owner";

    /// <summary>XEP-0249: direct invitations.</summary>
    public const string DirectInvitation = "jabber:x:conference";

    /// <summary>XEP-0049: private storage.</summary>
    public const string Private = "jabber:iq:private";

    /// <summary>XEP-0050: ad-hoc commands.</summary>
    public const string Commands = "http://jabber.org/protocol/commands";

    /// <summary>XEP-0054: vcard-temp.</summary>
    public const string VCardTemp = "vcard-temp";

    /// <summary>XEP-0059: result set management.</summary>
    public const string Rsm = "http://jabber.org/protocol/rsm";

    /// <summary>XEP-0060: publish-subscribe.</summary>
    public const string Pubsub = "http://jabber.org/protocol/pubsub";

    /// <summary>XEP-0060: events.</summary>
    public const string PubsubEvent = "http://jabber.org/protocol/pubsub#event";

    /// <summary>XEP-0060: the owner's protocol.</summary>
    public const string PubsubOwner = "http://jabber.org/protocol/pubsub#owner";

    /// <summary>XEP-0060: conditions of errors.</summary>
    public const string PubsubErrors = "http://jabber.org/protocol/pubsub#errors";

    /// <summary>XEP-0066: out-of-band data in messages.</summary>
    public const string OutOfBand = "jabber:x:oob";

    /// <summary>XEP-0077: in-band registration.</summary>
    public const string Register = "jabber:iq:register";

    /// <summary>XEP-0077: the stream feature.</summary>
    public const string RegisterFeature = "http://jabber.org/features/iq-register";

    /// <summary>XEP-0085: chat states.</summary>
    public const string ChatStates = "http://jabber.org/protocol/chatstates";

    /// <summary>XEP-0092: software version.</summary>
    public const string Version = "jabber:iq:version";

    /// <summary>XEP-0115: entity capabilities.</summary>
    public const string Caps = "http://jabber.org/protocol/caps";

    /// <summary>XEP-0153: avatar hash in presence.</summary>
    public const string VCardUpdate = "vcard-temp:x:update";

    /// <summary>XEP-0172: nickname.</summary>
    public const string Nick = "http://jabber.org/protocol/nick";

    /// <summary>XEP-0184: delivery receipts.</summary>
    public const string Receipts = "urn:xmpp:receipts";

    /// <summary>XEP-0191: blocking.</summary>
    public const string Blocking = "urn:xmpp:blocking";

    /// <summary>XEP-0191: the reason of an error.</summary>
    public const string BlockingErrors = "urn:xmpp:blocking:errors";

    /// <summary>XEP-0198: stream management.</summary>
    public const string Sm = "urn:xmpp:sm:3";

    /// <summary>XEP-0199: ping.</summary>
    public const string Ping = "urn:xmpp:ping";

    /// <summary>XEP-0202: entity time.</summary>
    public const string Time = "urn:xmpp:time";

    /// <summary>XEP-0203: delayed delivery.</summary>
    public const string Delay = "urn:xmpp:delay";

    /// <summary>XEP-0215: external services.</summary>
    public const string ExternalServices = "urn:xmpp:extdisco:2";

    /// <summary>XEP-0280: carbons.</summary>
    public const string Carbons = "urn:xmpp:carbons:2";

    /// <summary>XEP-0297: forwarding.</summary>
    public const string Forward = "urn:xmpp:forward:0";

    /// <summary>XEP-0300: hashes.</summary>
    public const string Hashes = "urn:xmpp:hashes:2";

    /// <summary>XEP-0308: message correction.</summary>
    public const string Correction = "urn:xmpp:message-correct:0";

    /// <summary>XEP-0313: message archive.</summary>
    public const string Mam = "urn:xmpp:mam:2";

    /// <summary>XEP-0333: chat markers.</summary>
    public const string ChatMarkers = "urn:xmpp:chat-markers:0";

    /// <summary>XEP-0334: processing hints.</summary>
    public const string Hints = "urn:xmpp:hints";

    /// <summary>XEP-0352: client state indication.</summary>
    public const string Csi = "urn:xmpp:csi:0";

    /// <summary>XEP-0353: jingle message initiation.</summary>
    public const string JingleMessage = "urn:xmpp:jingle-message:0";

    /// <summary>XEP-0357: push.</summary>
    public const string Push = "urn:xmpp:push:0";

    /// <summary>XEP-0359: unique and stable stanza ids.</summary>
    public const string Sid = "urn:xmpp:sid:0";

    /// <summary>XEP-0363: file upload.</summary>
    public const string Upload = "urn:xmpp:http:upload:0";

    /// <summary>XEP-0373: OpenPGP.</summary>
    public const string OpenPgp = "urn:xmpp:openpgp:0";

    /// <summary>XEP-0377: reporting, version 1.</summary>
    public const string Reporting = "urn:xmpp:reporting:1";

    /// <summary>XEP-0377: reporting, as older clients send it.</summary>
    public const string ReportingZero = "urn:xmpp:reporting:0";

    /// <summary>XEP-0380: explicit message encryption.</summary>
    public const string Encryption = "urn:xmpp:eme:0";

    /// <summary>XEP-0384 as most clients speak it.</summary>
    public const string OmemoLegacy = "eu.siacs.conversations.axolotl";

    /// <summary>XEP-0384, current namespace.</summary>
    public const string Omemo = "urn:xmpp:omemo:2";

    /// <summary>XEP-0386: Bind 2.</summary>
    public const string Bind2 = "urn:xmpp:bind:0";

    /// <summary>XEP-0388: SASL 2.</summary>
    public const string Sasl2 = "urn:xmpp:sasl:2";

    /// <summary>XEP-0402: bookmarks.</summary>
    public const string Bookmarks = "urn:xmpp:bookmarks:1";

    /// <summary>XEP-0421: occupant ids.</summary>
    public const string OccupantId = "urn:xmpp:occupant-id:0";

    /// <summary>XEP-0424: retraction.</summary>
    public const string Retraction = "urn:xmpp:message-retract:1";

    /// <summary>XEP-0428: fallback text.</summary>
    public const string Fallback = "urn:xmpp:fallback:0";

    /// <summary>XEP-0440: channel-binding types offered.</summary>
    public const string SaslChannelBinding = "urn:xmpp:sasl-cb:0";

    /// <summary>XEP-0444: reactions.</summary>
    public const string Reactions = "urn:xmpp:reactions:0";

    /// <summary>XEP-0461: replies.</summary>
    public const string Reply = "urn:xmpp:reply:0";

    /// <summary>XEP-0478: stream limits.</summary>
    public const string StreamLimits = "urn:xmpp:stream-limits:0";

    /// <summary>XEP-0484: FAST.</summary>
    public const string Fast = "urn:xmpp:fast:0";

    private static readonly Utf8InternTable s_table = new(
        Xml, Xmlns, Streams, Client, Server, Dialback, DialbackFeature, Bidi, BidiFeature, ComponentAccept, Tls, Sasl,
        Bind, Session, StanzaErrors, StreamErrors, Framing, HttpBind, Xbosh, Roster, RosterVersioning, PreApproval,
        DataForms, Last, DiscoInfo, DiscoItems, Muc, MucUser, MucAdmin, MucOwner, DirectInvitation, Private, Commands,
        VCardTemp, Rsm, Pubsub, PubsubEvent, PubsubOwner, PubsubErrors, OutOfBand, Register, RegisterFeature,
        ChatStates, Version, Caps, VCardUpdate, Nick, Receipts, Blocking, BlockingErrors, Sm, Ping, Time, Delay,
        ExternalServices, Carbons, Forward, Hashes, Correction, Mam, ChatMarkers, Hints, Csi, JingleMessage, Push, Sid,
        Upload, OpenPgp, Reporting, ReportingZero, Encryption, OmemoLegacy, Omemo, Bind2, Sasl2, Bookmarks, OccupantId,
        Retraction, Fallback, SaslChannelBinding, Reactions, Reply, StreamLimits, Fast);

    /// <summary>Finds the constant whose UTF-8 bytes are <paramref name="utf8"/>. Allocates nothing; thread-safe.</summary>
    /// <returns>False when the namespace is none of the constants (the empty one included).</returns>
    public static bool TryIntern(ReadOnlySpan<byte> utf8, out string name) => s_table.TryGet(utf8, out name);

    /// <summary>The namespace that a raw attribute value names: a constant, or a new string.</summary>
    internal static string InternRaw(ReadOnlySpan<byte> raw) => TryIntern(raw, out var known) ? known : XmlText.DecodeAttribute(raw);
}
