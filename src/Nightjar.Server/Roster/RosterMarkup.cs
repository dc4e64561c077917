using System.Buffers;
using System.Globalization;

using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Roster;

/// <summary>Rosters as XML (RFC 6121 §2.1), written straight to bytes: a roster of a thousand items is not first made a tree.</summary>
internal static class RosterMarkup
{
    /// <summary>The whole roster; with its version when the client wants versions.</summary>
    public static ReadOnlySpan<byte> Result(ContactList contacts, bool withVersion)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        var writer = Begin(buffer, withVersion ? contacts.Version : null);
        foreach (RosterItem item in contacts.Items)
        {
            if (item.IsListed)
            {
                Write(writer, item);
            }
        }

        writer.EndElement();
        return buffer.WrittenSpan;
    }

    /// <summary>The content of a push: one item, or its removal.</summary>
    public static ReadOnlySpan<byte> Push(RosterItem item, long version)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        var writer = Begin(buffer, version);
        if (item.IsListed)
        {
            Write(writer, item);
        }
        else
        {
            writer.StartElement(Namespaces.Roster, "item");
            writer.Attribute("jid", item.Peer.ToString());
            writer.Attribute("subscription", "remove");
            writer.EndElement();
        }

        writer.EndElement();
        return buffer.WrittenSpan;
    }

    /// <summary>A version as clients see it.</summary>
    public static string VersionText(long version) => version.ToString(CultureInfo.InvariantCulture);

    private static XmlStreamWriter Begin(ArrayBufferWriter<byte> buffer, long? version)
    {
        var writer = new XmlStreamWriter(buffer, Namespaces.Client);
        writer.StartElement(Namespaces.Roster, "query");
        writer.Attribute("ver", version is { } number ? VersionText(number) : null);
        return writer;
    }

    private static void Write(XmlStreamWriter writer, RosterItem item)
    {
        writer.StartElement(Namespaces.Roster, "item");
        writer.Attribute("jid", item.Peer.ToString());
        writer.Attribute("name", item.Name);
        writer.Attribute("subscription", (item.State & SubscriptionState.Both) switch
        {
            SubscriptionState.To => "to",
            SubscriptionState.From => "from",
            SubscriptionState.Both => "both",
            _ => "none",
        });
        writer.Attribute("ask", (item.State & SubscriptionState.PendingOut) != 0 ? "subscribe" : null);
        writer.Attribute("approved", item.IsApproved ? "true" : null);
        foreach (string group in item.Groups)
        {
            writer.StartElement(Namespaces.Roster, "group");
            writer.Text(group);
            writer.EndElement();
        }

        writer.EndElement();
    }
}
