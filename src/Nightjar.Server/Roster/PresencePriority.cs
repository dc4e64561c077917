using System.Globalization;
using System.Text;

using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Roster;

/// <summary>The priority of a presence (RFC 6121 §4.7.2.3), read without a tree.</summary>
internal static class PresencePriority
{
    /// <summary>False when it is not a number from -128 to 127, or there are two; 0 when there is none.</summary>
    public static bool TryRead(Presence presence, out int priority)
    {
        priority = 0;
        bool seen = false;
        foreach (XmlChild child in XmlChildren.Of(presence.Content, Namespaces.Client))
        {
            if (!child.Is(Namespaces.Client, "priority"u8))
            {
                continue;
            }

            if (seen || !sbyte.TryParse(Text(child), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out sbyte value))
            {
                return false;
            }

            seen = true;
            priority = value;
        }

        return true;
    }

    private static string Text(XmlChild child) => Encoding.UTF8.GetString(child.Content).Trim();
}
