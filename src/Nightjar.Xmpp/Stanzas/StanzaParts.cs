using Nightjar.Xmpp.Addressing;

namespace Nightjar.Xmpp.Stanzas;

/// <summary>What a stanza is made of, on its way into a constructor.</summary>
internal readonly record struct StanzaParts
{
    public required byte[] Bytes { get; init; }

    public required int AttributesLength { get; init; }

    public int IdStart { get; init; }

    public int IdLength { get; init; }

    public bool HasLanguage { get; init; }

    public Jid? From { get; init; }

    public Jid? To { get; init; }

    public string? StreamLanguage { get; init; }
}
