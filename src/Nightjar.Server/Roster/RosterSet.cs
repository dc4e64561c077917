using System.Text;

using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Roster;

/// <summary>What a client asks to change (RFC 6121 §2.1.5, §2.3-2.5).</summary>
/// <param name="Peer">The contact.</param>
/// <param name="IsRemoval">Take it out; otherwise add it or change it.</param>
/// <param name="Name">The new name, or null.</param>
/// <param name="Groups">The new groups.</param>
public sealed record RosterSet(Jid Peer, bool IsRemoval, string? Name, IReadOnlyList<string> Groups)
{
    /// <summary>UTF-8 bytes of a name or of a group's name: as much as an address part, more than any screen shows.</summary>
    public const int MaxNameBytes = 1023;

    /// <summary>Groups of one contact: more than anybody sorts by, and one item stays below 64 KiB.</summary>
    public const int MaxGroups = 50;

    /// <summary>Reads a request.</summary>
    /// <param name="query">The <c>query</c> element.</param>
    /// <param name="own">The account's bare address, which cannot be its own contact.</param>
    /// <param name="error">Why it is refused; null on success.</param>
    public static RosterSet? Parse(Element query, Jid own, out StanzaError? error)
    {
        ArgumentNullException.ThrowIfNull(query);
        Element? item = query.FirstChild;
        if (item is null || query.Elements.Count() != 1 || !item.Is(Namespaces.Roster, "item") || item.Attribute("jid") is not { } text)
        {
            return Refuse(StanzaErrorCondition.BadRequest, "Exactly one item, with an address, can be set at a time.", out error);
        }

        if (Jid.TryParse(text)?.Bare is not { } peer)
        {
            return Refuse(StanzaErrorCondition.JidMalformed, "The contact's address is not valid.", out error);
        }

        if (peer == own)
        {
            return Refuse(StanzaErrorCondition.NotAllowed, "You see your own presence without being your own contact.", out error);
        }

        error = null;
        return item.Attribute("subscription") == "remove" ? new RosterSet(peer, true, null, []) : ParseItem(item, peer, out error);
    }

    private static RosterSet? ParseItem(Element item, Jid peer, out StanzaError? error)
    {
        string? name = item.Attribute("name");
        if (name is not null && Encoding.UTF8.GetByteCount(name) > MaxNameBytes)
        {
            return Refuse(StanzaErrorCondition.NotAcceptable, "The name is too long.", out error);
        }

        var groups = new List<string>();
        foreach (Element child in item.Elements)
        {
            if (!child.Is(Namespaces.Roster, "group"))
            {
                continue;
            }

            string group = child.Text;
            if (group.Length == 0 || Encoding.UTF8.GetByteCount(group) > MaxNameBytes || groups.Count == MaxGroups)
            {
                return Refuse(StanzaErrorCondition.NotAcceptable, "A group has no name or too long a name, or there are too many groups.", out error);
            }

            if (groups.Contains(group))
            {
                return Refuse(StanzaErrorCondition.BadRequest, "A group is named twice.", out error);
            }

            groups.Add(group);
        }

        error = null;
        return new RosterSet(peer, false, string.IsNullOrEmpty(name) ? null : name, groups.Count == 0 ? [] : groups.ToArray());
    }

    private static RosterSet? Refuse(StanzaErrorCondition condition, string text, out StanzaError? error)
    {
        error = new StanzaError(condition, text);
        return null;
    }
}
