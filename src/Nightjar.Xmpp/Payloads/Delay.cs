using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Payloads;

/// <summary>When a stanza was really sent or received (XEP-0203). Anybody can write one: trust it only from whom you trust.</summary>
/// <param name="Stamp">The moment, in UTC.</param>
/// <param name="From">Who says so; null when it is not stated.</param>
/// <param name="Reason">Why, for people; null when it is not stated.</param>
public sealed record Delay(DateTimeOffset Stamp, Jid? From = null, string? Reason = null)
{
    /// <summary>Reads a <c>&lt;delay/&gt;</c>; null when it is something else or its time or address is malformed.</summary>
    public static Delay? Parse(Element element)
    {
        if (!element.Is(Namespaces.Delay, "delay") || element.Attribute("stamp") is not { } stamp) return null;
        if (!XmppDateTime.TryParse(stamp, out DateTimeOffset moment)) return null;
        var from = element.Attribute("from");
        var address = from is null ? null : Jid.TryParse(from);
        if (from is not null && address is null) return null;
        var reason = element.Text.Trim();
        return new Delay(moment, address, reason.Length == 0 ? null : reason);
    }

    /// <summary>The element, its time exact.</summary>
    public Element ToElement() =>
        new(Namespaces.Delay, "delay", ("from", From?.ToString()), ("stamp", XmppDateTime.Format(Stamp)), Reason);
}
