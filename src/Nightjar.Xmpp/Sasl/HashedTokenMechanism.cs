namespace Nightjar.Xmpp.Sasl;

/// <summary>
/// One of the HT-SHA-256 mechanisms (draft-schmaus-kitten-sasl-ht) that XEP-0484 authenticates with. HT-SHA-256-UNIQ is absent on
/// purpose, as tls-unique is.
/// </summary>
/// <param name="Binding">The channel-binding type; null for -NONE.</param>
public readonly record struct HashedTokenMechanism(ChannelBindingType? Binding)
{
    /// <summary>All, the strongest binding first.</summary>
    public static IReadOnlyList<HashedTokenMechanism> All { get; } =
        [new(ChannelBindingType.TlsExporter), new(ChannelBindingType.TlsServerEndPoint), new(null)];

    /// <summary>The registered name: <c>HT-SHA-256-EXPR</c>, <c>-ENDP</c> or <c>-NONE</c>.</summary>
    public string Name => Binding switch
    {
        ChannelBindingType.TlsExporter => "HT-SHA-256-EXPR",
        ChannelBindingType.TlsServerEndPoint => "HT-SHA-256-ENDP",
        _ => "HT-SHA-256-NONE",
    };

    /// <summary>Finds a mechanism by its exact name.</summary>
    public static bool TryParse(string name, out HashedTokenMechanism mechanism)
    {
        foreach (var known in All)
        {
            mechanism = known;
            if (known.Name == name) return true;
        }

        mechanism = default;
        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
