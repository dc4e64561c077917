using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Sessions;

/// <summary>Which messages are kept, and for whom they wait (XEP-0160 §3, XEP-0313 §5.1, XEP-0334 §4).</summary>
internal static class ArchiveRules
{
    private const MessageTraits Lasting =
        MessageTraits.Body | MessageTraits.Encrypted | MessageTraits.Marker | MessageTraits.Receipt | MessageTraits.Store | MessageTraits.CallSetup;

    /// <summary>Kept in the archive: what a person would expect to find again on another device.</summary>
    public static bool Keeps(Message message)
    {
        if (message.Type is not (MessageType.Chat or MessageType.Normal))
        {
            return false;
        }

        MessageTraits traits = message.Traits;
        return (traits & (MessageTraits.NoStore | MessageTraits.NoPermanentStore | MessageTraits.Carbon)) == 0
            && ((traits & Lasting) != 0 || (message.Type == MessageType.Normal && (traits & MessageTraits.Other) != 0));
    }

    /// <summary>Waits for an addressee who is not there.</summary>
    public static bool MayWait(Message message)
    {
        if (message.Type is not (MessageType.Chat or MessageType.Normal))
        {
            return false;
        }

        MessageTraits traits = message.Traits;
        return (traits & (MessageTraits.NoStore | MessageTraits.Carbon)) == 0
            && ((traits & (Lasting | MessageTraits.Other | MessageTraits.Subject)) != 0);
    }

    /// <summary>
    /// Its loss matters to the sender. A lone chat state does not: an error for each would fill the sender's screen.
    /// </summary>
    public static bool IsWorthAnError(Message message) =>
        (message.Traits & ~(MessageTraits.Known | MessageTraits.ChatState | MessageTraits.NoStore | MessageTraits.NoCopy
            | MessageTraits.NoPermanentStore | MessageTraits.CarbonPrivate)) != 0
        || message.Content.IsEmpty;
}
