using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Stanzas;

/// <summary>Finds the <see cref="MessageTraits"/> of a message in one pass over its content, without a tree.</summary>
public static class MessageClassifier
{
    /// <summary>The traits of a message with this content: portable XML below the default namespace <c>jabber:client</c>.</summary>
    public static MessageTraits Classify(ReadOnlySpan<byte> content)
    {
        MessageTraits traits = MessageTraits.None;
        foreach (XmlChild child in XmlChildren.Of(content, Namespaces.Client))
        {
            traits |= Classify(child);
        }

        return traits;
    }

    private static MessageTraits Classify(in XmlChild child)
    {
        ReadOnlySpan<byte> name = child.LocalName;
        if (child.NamespaceIs(Namespaces.Client))
        {
            return name.SequenceEqual("body"u8) ? MessageTraits.Body
                : name.SequenceEqual("subject"u8) ? MessageTraits.Subject
                : name.SequenceEqual("thread"u8) ? MessageTraits.None
                : MessageTraits.Other;
        }

        if (child.NamespaceIs(Namespaces.ChatStates))
        {
            return MessageTraits.ChatState;
        }

        if (child.NamespaceIs(Namespaces.Receipts))
        {
            return name.SequenceEqual("received"u8) ? MessageTraits.Receipt : MessageTraits.None;
        }

        if (child.NamespaceIs(Namespaces.Hints))
        {
            return ClassifyHint(name);
        }

        if (child.NamespaceIs(Namespaces.ChatMarkers))
        {
            return name.SequenceEqual("markable"u8) ? MessageTraits.None : MessageTraits.Marker;
        }

        if (child.NamespaceIs(Namespaces.Carbons))
        {
            return name.SequenceEqual("private"u8) ? MessageTraits.CarbonPrivate : MessageTraits.Carbon;
        }

        if (child.NamespaceIs(Namespaces.OmemoLegacy) || child.NamespaceIs(Namespaces.Omemo) || child.NamespaceIs(Namespaces.OpenPgp))
        {
            return MessageTraits.Encrypted;
        }

        if (child.NamespaceIs(Namespaces.MucUser))
        {
            return MessageTraits.RoomUser;
        }

        return child.NamespaceIs(Namespaces.JingleMessage) ? MessageTraits.CallSetup : MessageTraits.Other;
    }

    private static MessageTraits ClassifyHint(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("no-store"u8) ? MessageTraits.NoStore
        : name.SequenceEqual("no-permanent-store"u8) ? MessageTraits.NoPermanentStore
        : name.SequenceEqual("no-copy"u8) ? MessageTraits.NoCopy
        : name.SequenceEqual("store"u8) ? MessageTraits.Store
        : MessageTraits.None;
}
