namespace Nightjar.Xmpp.Addressing;

/// <summary>The two string classes of PRECIS (RFC 8264 §4) and IDNA's set of valid code points.</summary>
static class StringClass
{
    /// <summary>Whether every code point belongs to the FreeformClass, or else to the IdentifierClass.</summary>
    public static AddressFault Check(ReadOnlySpan<int> text, bool freeform)
    {
        var tables = UnicodeTables.Instance;
        for (var i = 0; i < text.Length; i++)
        {
            var property = tables[text[i]].Precis;
            if (property == DerivedProperty.FreeformOnly && freeform)
                continue;
            var fault = Judge(property, text, i);
            if (fault != AddressFault.None)
                return fault;
        }
        return AddressFault.None;
    }

    /// <summary>Whether every code point may stand in a domain label (RFC 5892).</summary>
    public static AddressFault CheckLabel(ReadOnlySpan<int> label)
    {
        var tables = UnicodeTables.Instance;
        for (var i = 0; i < label.Length; i++)
        {
            var fault = Judge(tables[label[i]].Idna, label, i);
            if (fault != AddressFault.None)
                return fault;
        }
        return AddressFault.None;
    }

    static AddressFault Judge(DerivedProperty property, ReadOnlySpan<int> text, int at) => property switch
    {
        DerivedProperty.Valid => AddressFault.None,
        DerivedProperty.ContextJ or DerivedProperty.ContextO =>
            ContextRules.Allow(text, at) ? AddressFault.None : AddressFault.OutOfContext,
        _ => AddressFault.ForbiddenCharacter,
    };
}
