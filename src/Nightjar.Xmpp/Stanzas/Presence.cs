using System.Globalization;

using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Stanzas;

/// <summary>The types of presence (RFC 6121 §4.7.1).</summary>
public enum PresenceType : byte
{
    /// <summary>No type attribute.</summary>
    Available,

    /// <summary>No longer available.</summary>
    Unavailable,

    /// <summary>Asks to see the addressee's presence.</summary>
    Subscribe,

    /// <summary>Allows the addressee to see the sender's presence.</summary>
    Subscribed,

    /// <summary>Ends a subscription of the sender's.</summary>
    Unsubscribe,

    /// <summary>Denies or takes back a permission.</summary>
    Unsubscribed,

    /// <summary>Asks for the current presence; between servers.</summary>
    Probe,

    /// <summary>The answer to a presence that could not be delivered.</summary>
    Error,
}

/// <summary>Presence and subscription requests (RFC 6121 §3-4).</summary>
public sealed class Presence : Stanza
{
    internal Presence(in StanzaParts parts, PresenceType type)
        : base(parts) => Type = type;

    /// <summary>The type.</summary>
    public PresenceType Type { get; }

    /// <inheritdoc/>
    public override string Name => "presence";

    /// <inheritdoc/>
    public override bool IsError => Type == PresenceType.Error;

    /// <summary>One of the four types that change a subscription.</summary>
    public bool IsSubscription => Type is PresenceType.Subscribe or PresenceType.Subscribed or PresenceType.Unsubscribe or PresenceType.Unsubscribed;

    /// <summary>-128 to 127; 0 when absent (RFC 6121 §4.7.2.3). A value out of range counts as 0.</summary>
    public int Priority
    {
        get
        {
            string? text = Element.Child(Namespaces.Client, "priority")?.Text.Trim();
            return sbyte.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out sbyte value) ? value : 0;
        }
    }

    private protected override ReadOnlySpan<byte> TagName => "presence"u8;

    /// <summary>A presence made by the server.</summary>
    public static Presence Create(Jid? from, Jid? to, PresenceType type, params ReadOnlySpan<Content> content)
    {
        var element = new Element(Namespaces.Client, "presence", content)
            .With(("type", type == PresenceType.Available ? null : WireName(type)));
        return (Presence)StanzaFactory.FromElement(element, from, to, null)!;
    }

    /// <summary>The value of the type attribute; empty for available.</summary>
    public static string WireName(PresenceType type) => type switch
    {
        PresenceType.Unavailable => "unavailable",
        PresenceType.Subscribe => "subscribe",
        PresenceType.Subscribed => "subscribed",
        PresenceType.Unsubscribe => "unsubscribe",
        PresenceType.Unsubscribed => "unsubscribed",
        PresenceType.Probe => "probe",
        PresenceType.Error => "error",
        _ => "",
    };

    private protected override Stanza Copy(in StanzaParts parts) => new Presence(parts, Type);
}
