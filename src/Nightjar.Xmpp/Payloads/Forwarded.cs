using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Payloads;

/// <summary>A stanza inside another one (XEP-0297).</summary>
/// <param name="Stanza">The stanza, in its own namespace.</param>
/// <param name="Delay">When the forwarder received it; null when it is not stated.</param>
public sealed record Forwarded(Element Stanza, Delay? Delay = null)
{
    /// <summary>Reads a <c>&lt;forwarded/&gt;</c>; null when it is something else, holds no stanza or more than one, or a malformed
    /// delay.</summary>
    public static Forwarded? Parse(Element element)
    {
        if (!element.Is(Namespaces.Forward, "forwarded")) return null;
        Element? stanza = null;
        Delay? delay = null;
        foreach (var child in element.Elements)
        {
            if (child.Namespace is Namespaces.Client or Namespaces.Server && child.Name is "message" or "presence" or "iq")
            {
                if (stanza is not null) return null;
                stanza = child;
            }
            else if (child.Is(Namespaces.Delay, "delay"))
            {
                if (delay is not null || (delay = Payloads.Delay.Parse(child)) is null) return null;
            }
        }

        return stanza is null ? null : new Forwarded(stanza, delay);
    }

    /// <summary>The element.</summary>
    public Element ToElement() => new(Namespaces.Forward, "forwarded", Delay?.ToElement(), Stanza);
}
