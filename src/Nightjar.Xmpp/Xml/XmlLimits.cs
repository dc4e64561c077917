namespace Nightjar.Xmpp.Xml;

/// <summary>What one peer may make the parser do. Enforced while scanning, before memory is spent; a breach is
/// <see cref="XmlErrorCondition.PolicyViolation"/>. The stream header obeys the same limits as an element.</summary>
public sealed record XmlLimits
{
    /// <summary>Bytes of one depth-1 element (a stanza), tags included.</summary>
    public required int MaxElementBytes { get; init; }

    /// <summary>Levels of elements, the depth-1 element being the first.</summary>
    public required int MaxDepth { get; init; }

    /// <summary>Attributes of one element, namespace declarations included.</summary>
    public required int MaxAttributes { get; init; }

    /// <summary>Namespace declarations in one depth-1 element.</summary>
    public required int MaxNamespaces { get; init; }

    /// <summary>Elements in one depth-1 element, itself included.</summary>
    public required int MaxElements { get; init; }

    /// <summary>Bytes of one element or attribute name, prefix included.</summary>
    public required int MaxNameBytes { get; init; }

    /// <summary>Prefixes declared at one place of a document, beside those of the stream header.</summary>
    /// <remarks>Fixed: every prefixed name is looked up among them one by one, and nobody needs many.</remarks>
    public const int MaxPrefixesInScope = 32;

    /// <summary>For a peer that has not proved who it is.</summary>
    public static XmlLimits BeforeLogin { get; } = new()
    {
        MaxElementBytes = 8_192, // the largest legitimate one is a SASL2 request with inline features, about 2 KiB
        MaxDepth = 16, // SASL2 with inline Bind 2 and its features reaches 6
        MaxAttributes = 16, // a stream header has 7 with its namespaces
        MaxNamespaces = 32, // as many as elements: each inline feature brings its own
        MaxElements = 32, // SASL2 with everything inline has about 15
        MaxNameBytes = 128, // the longest name in any extension is under 40
    };

    /// <summary>For an authenticated client.</summary>
    public static XmlLimits Client { get; } = new()
    {
        MaxElementBytes = 256 * 1024, // vCards with an avatar, OMEMO bundles and large forms fit; RFC 6120 §13.12 wants 10,000
        MaxDepth = 64, // forwarded messages inside archive results reach about 12
        MaxAttributes = 64, // compared pairwise, so it must stay small; known stanzas have at most about 12
        MaxNamespaces = 2_048, // a publish of hundreds of items, a few declarations each
        MaxElements = 4_096, // bounds the tree a handler may build to about 1 MB
        MaxNameBytes = 256, // generous against generated XHTML and data formats
    };

    /// <summary>For an authenticated server.</summary>
    public static XmlLimits Server { get; } = new()
    {
        MaxElementBytes = 512 * 1024, // a client's stanza grows when it is forwarded, stamped and wrapped
        MaxDepth = 64, // as for clients
        MaxAttributes = 64, // as for clients
        MaxNamespaces = 8_192, // results of large services: one or more per item
        MaxElements = 8_192, // disco#items of the largest services seen
        MaxNameBytes = 256, // as for clients
    };
}
