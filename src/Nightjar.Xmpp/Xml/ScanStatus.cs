namespace Nightjar.Xmpp.Xml;

/// <summary>What one step of <see cref="XmlScanner"/> came to.</summary>
internal enum ScanStatus
{
    /// <summary>The state changed; scan on.</summary>
    Continue,

    /// <summary>The data ends before the item does.</summary>
    NeedMore,

    /// <summary>The element (or, for a header, its start tag) is complete.</summary>
    Complete,

    /// <summary>It was an XML declaration.</summary>
    Declaration,

    /// <summary>It was the end tag of the stream.</summary>
    Closed,

    /// <summary>See <see cref="XmlScanner.Error"/>.</summary>
    Error,
}
