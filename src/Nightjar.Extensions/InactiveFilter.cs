using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Payloads;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Extensions;

/// <summary>
/// Holds back what nobody will see while a client is inactive (XEP-0352 §4.2): the newest presence, chat state and event of each
/// sender. As soon as anything else leaves, what is held leaves in front of it, in the order in which it came: then the radio is awake anyway, and
/// order is kept. Used under the session's lock.
/// </summary>
internal sealed class InactiveFilter : ISessionFilter
{
    /// <summary>Stanzas held: the presence of a large roster and a few rooms.</summary>
    private const int MaxHeld = 500;

    /// <summary>Bytes held: at 400 bytes a presence the same, and what one session may cost at most while it sleeps.</summary>
    private const int MaxBytes = 200 * 1024;

    private readonly OrderedDictionary<Key, Stanza> _held = [];
    private int _bytes;

    /// <inheritdoc/>
    public bool Pass(Session session, Stanza stanza, long archiveSequence)
    {
        // What is kept in the archive has to be noted as delivered; it is worth a wake-up anyway.
        if (archiveSequence == 0 && KeyOf(stanza) is { } key)
        {
            if (_held.Remove(key, out Stanza? older))
            {
                _bytes -= older.Size;
            }

            _held.Add(key, stanza);
            _bytes += stanza.Size;
            if (_held.Count >= MaxHeld || _bytes >= MaxBytes)
            {
                Release(session);
            }

            return false;
        }

        if (stanza is Message { From: { } from } && _held.Remove(new Key(Kind.ChatState, from, null), out Stanza? state))
        {
            // A message ends the typing that announced it.
            _bytes -= state.Size;
        }

        Release(session);
        return true;
    }

    /// <inheritdoc/>
    public void Release(Session session)
    {
        foreach (Stanza stanza in _held.Values)
        {
            session.Transmit(stanza, 0);
        }

        _held.Clear();
        _bytes = 0;
    }

    /// <summary>What a stanza replaces when it is held; null when it must leave.</summary>
    private static Key? KeyOf(Stanza stanza) => stanza switch
    {
        Presence { Type: PresenceType.Available or PresenceType.Unavailable, From: { } from } presence when !IsAboutOneself(presence)
            => new Key(Kind.Presence, from, null),
        Message { From: { } from } message => KeyOf(message, from),
        _ => null,
    };

    private static Key? KeyOf(Message message, Jid from)
    {
        if (message.Type is MessageType.Chat or MessageType.Normal or MessageType.Groupchat && IsChatStateAlone(message.Traits))
        {
            return new Key(Kind.ChatState, from, null);
        }

        if ((message.Traits & MessageTraits.Carbon) != 0)
        {
            return KeyOfCopy(message);
        }

        return message.Type == MessageType.Headline && from != message.To?.Bare && EventNode(message) is { } node
            ? new Key(Kind.Event, from, node)
            : null;
    }

    /// <summary>A copy of somebody's chat state is as little worth as the original.</summary>
    private static Key? KeyOfCopy(Message message)
    {
        Element? forwarded = message.Element.FirstChild?.Child(Namespaces.Forward, "forwarded");
        return forwarded is not null && Forwarded.Parse(forwarded) is { } inner
            && Stanza.FromElement(inner.Stanza, Jid.TryParse(inner.Stanza.Attribute("from")), null) is Message { From: { } from } original
            && IsChatStateAlone(original.Traits)
                ? new Key(Kind.CopiedChatState, from, inner.Stanza.Attribute("to"))
                : null;
    }

    private static bool IsChatStateAlone(MessageTraits traits)
    {
        const MessageTraits Immaterial =
            MessageTraits.Known | MessageTraits.NoStore | MessageTraits.NoPermanentStore | MessageTraits.NoCopy | MessageTraits.CarbonPrivate | MessageTraits.RoomUser;
        return (traits & ~Immaterial) == MessageTraits.ChatState;
    }

    /// <summary>The node of a publishing event that carries one node's news and nothing else; otherwise null.</summary>
    private static string? EventNode(Message message) =>
        (message.Traits & MessageTraits.Body) == 0 && message.Element.Child(Namespaces.PubsubEvent, "event")?.FirstChild is { Name: "items" } items
            ? items.Attribute("node")
            : null;

    /// <summary>A room tells the client about itself (XEP-0045 status 110): that it is in, or was thrown out.</summary>
    private static bool IsAboutOneself(Presence presence)
    {
        foreach (XmlChild child in XmlChildren.Of(presence.Content, Namespaces.Client))
        {
            if (!child.Is(Namespaces.MucUser, "x"u8))
            {
                continue;
            }

            foreach (XmlChild status in child.Children)
            {
                if (status.Is(Namespaces.MucUser, "status"u8) && status.TryGetAttribute("code"u8, out ReadOnlySpan<byte> code) && code.SequenceEqual("110"u8))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private enum Kind
    {
        Presence,
        ChatState,
        CopiedChatState,
        Event,
    }

    private readonly record struct Key(Kind Kind, Jid From, string? What);
}
