using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Extensions;

/// <summary>Which messages are copied to other devices: XEP-0280 §6.1 whole, errors apart.</summary>
internal static class CarbonRules
{
    /// <summary>What people send one another when they chat, besides text.</summary>
    private const MessageTraits ChatPayload = MessageTraits.Receipt | MessageTraits.ChatState | MessageTraits.Marker;

    /// <summary>The sender does not want copies (XEP-0280 §9, XEP-0334 §4.3).</summary>
    public static bool IsPrivate(Message message) =>
        (message.Traits & (MessageTraits.CarbonPrivate | MessageTraits.NoCopy | MessageTraits.Carbon)) != 0;

    /// <summary>True when a message that is no error is copied.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isSent">The account sent it; otherwise it received it.</param>
    public static bool IsEligible(Message message, bool isSent)
    {
        if (IsPrivate(message) || message.Type == MessageType.Groupchat)
        {
            return false;
        }

        MessageTraits traits = message.Traits;
        if ((traits & MessageTraits.RoomUser) != 0 && !isSent)
        {
            // The room sends private messages to every device that is in it; its invitations go to the account, which may have more.
            return message.From is { IsFull: false } || IsMediatedInvitation(message);
        }

        return message.Type == MessageType.Chat
            || (traits & ChatPayload) != 0
            || (message.Type == MessageType.Normal && (traits & (MessageTraits.Body | MessageTraits.RoomUser)) != 0)
            || ((traits & MessageTraits.Other) != 0 && IsDirectInvitation(message));
    }

    private static bool IsMediatedInvitation(Message message)
    {
        foreach (XmlChild child in XmlChildren.Of(message.Content, Namespaces.Client))
        {
            if (!child.Is(Namespaces.MucUser, "x"u8))
            {
                continue;
            }

            foreach (XmlChild inner in child.Children)
            {
                if (inner.Is(Namespaces.MucUser, "invite"u8))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsDirectInvitation(Message message)
    {
        foreach (XmlChild child in XmlChildren.Of(message.Content, Namespaces.Client))
        {
            if (child.Is(Namespaces.DirectInvitation, "x"u8))
            {
                return true;
            }
        }

        return false;
    }
}
