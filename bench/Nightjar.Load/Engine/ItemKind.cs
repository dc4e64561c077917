namespace Nightjar.Load.Engine;

/// <summary>What the scanner found at the front of the bytes.</summary>
internal enum ItemKind
{
    /// <summary>Not a whole item yet.</summary>
    Incomplete,

    /// <summary>White space or an XML declaration.</summary>
    Filler,

    StreamStart,

    StreamEnd,

    /// <summary>A whole first-level element.</summary>
    Element,
}
