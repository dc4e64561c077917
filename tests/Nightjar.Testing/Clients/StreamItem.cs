using Nightjar.Xmpp.Xml;

namespace Nightjar.Testing.Clients;

/// <summary>What a client meets next on its stream.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Element">The element, or the stream header; null for an end.</param>
public sealed record StreamItem(StreamItemKind Kind, Element? Element)
{
    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        StreamItemKind.Closed => "</stream:stream>",
        StreamItemKind.Ended => "the end of the connection",
        _ => Element!.ToString(),
    };
}
