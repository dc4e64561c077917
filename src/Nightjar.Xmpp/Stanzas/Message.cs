using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Stanzas;

/// <summary>The types of a message (RFC 6121 §5.2.2).</summary>
public enum MessageType : byte
{
    /// <summary>The default, also for values that are not known.</summary>
    Normal,

    /// <summary>Part of a one-to-one conversation.</summary>
    Chat,

    /// <summary>To or from a room.</summary>
    Groupchat,

    /// <summary>An alert that expects no answer.</summary>
    Headline,

    /// <summary>The answer to a message that could not be delivered.</summary>
    Error,
}

/// <summary>A message (RFC 6121 §5).</summary>
public sealed class Message : Stanza
{
    private MessageTraits _traits;

    internal Message(in StanzaParts parts, MessageType type)
        : base(parts) => Type = type;

    /// <summary>The type; <see cref="MessageType.Normal"/> when absent or unknown.</summary>
    public MessageType Type { get; }

    /// <inheritdoc/>
    public override string Name => "message";

    /// <inheritdoc/>
    public override bool IsError => Type == MessageType.Error;

    /// <summary>What the content is, as far as delivery, copies and storage need to know. Found on first use.</summary>
    public MessageTraits Traits
    {
        get
        {
            MessageTraits traits = _traits;
            if (traits == MessageTraits.None)
            {
                _traits = traits = MessageClassifier.Classify(Content) | MessageTraits.Known;
            }

            return traits;
        }
    }

    private protected override ReadOnlySpan<byte> TagName => "message"u8;

    /// <summary>A message made by the server.</summary>
    public static Message Create(Jid? from, Jid? to, MessageType type, string? id, params ReadOnlySpan<Content> content)
    {
        var element = new Element(Namespaces.Client, "message", content)
            .With(("id", id), ("type", type == MessageType.Normal ? null : WireName(type)));
        return (Message)StanzaFactory.FromElement(element, from, to, null)!;
    }

    /// <summary>A message made by the server around content that is portable XML already; no id.</summary>
    public static Message FromContent(Jid? from, Jid? to, MessageType type, ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> attributes = type switch
        {
            MessageType.Chat => " type='chat'"u8,
            MessageType.Groupchat => " type='groupchat'"u8,
            MessageType.Headline => " type='headline'"u8,
            MessageType.Error => " type='error'"u8,
            _ => default,
        };
        byte[] bytes = GC.AllocateUninitializedArray<byte>(attributes.Length + content.Length);
        attributes.CopyTo(bytes);
        content.CopyTo(bytes.AsSpan(attributes.Length));
        return new Message(new StanzaParts { Bytes = bytes, AttributesLength = attributes.Length, From = from, To = to }, type);
    }

    /// <summary>The value of the type attribute.</summary>
    public static string WireName(MessageType type) => type switch
    {
        MessageType.Chat => "chat",
        MessageType.Groupchat => "groupchat",
        MessageType.Headline => "headline",
        MessageType.Error => "error",
        _ => "normal",
    };

    private protected override Stanza Copy(in StanzaParts parts) => new Message(parts, Type);
}
