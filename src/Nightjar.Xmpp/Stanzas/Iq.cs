using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Stanzas;

/// <summary>The types of an IQ (RFC 6120 §8.2.3).</summary>
public enum IqType : byte
{
    /// <summary>Asks for something.</summary>
    Get,

    /// <summary>Changes something.</summary>
    Set,

    /// <summary>The answer.</summary>
    Result,

    /// <summary>The refusal.</summary>
    Error,
}

/// <summary>A request or its answer (RFC 6120 §8.2.3).</summary>
public sealed class Iq : Stanza
{
    internal Iq(in StanzaParts parts, IqType type)
        : base(parts) => Type = type;

    /// <summary>The type.</summary>
    public IqType Type { get; }

    /// <inheritdoc/>
    public override string Name => "iq";

    /// <inheritdoc/>
    public override bool IsError => Type == IqType.Error;

    /// <summary>True for get and set, which must be answered.</summary>
    public bool IsRequest => Type is IqType.Get or IqType.Set;

    /// <summary>The first child: what is asked for or answered. Null for an empty result.</summary>
    public Element? Payload => Element.FirstChild;

    private protected override ReadOnlySpan<byte> TagName => "iq"u8;

    /// <summary>An IQ made by the server.</summary>
    public static Iq Create(Jid? from, Jid? to, IqType type, string id, params ReadOnlySpan<Content> content)
    {
        var element = new Element(Namespaces.Client, "iq", content).With(("id", id), ("type", WireName(type)));
        return (Iq)StanzaFactory.FromElement(element, from, to, null)!;
    }

    /// <summary>The answer to this request: addresses exchanged, same id.</summary>
    public Iq Result(params ReadOnlySpan<Content> payload) => (Iq)StanzaFactory.Reply(this, "result"u8, StanzaFactory.ContentUtf8(payload));

    /// <summary>The value of the type attribute.</summary>
    public static string WireName(IqType type) => type switch
    {
        IqType.Get => "get",
        IqType.Set => "set",
        IqType.Result => "result",
        _ => "error",
    };

    private protected override Stanza Copy(in StanzaParts parts) => new Iq(parts, Type);
}
