namespace Nightjar.Xmpp.Xml;

/// <summary>Where one attribute of a start tag lies; offsets count from the first byte of the element.</summary>
/// <param name="NameStart">Offset of the qualified name.</param>
/// <param name="NameLength">Bytes of the qualified name.</param>
/// <param name="PrefixLength">Bytes of the prefix without its colon; 0 when there is none.</param>
/// <param name="ValueStart">Offset of the raw value, after the quote.</param>
/// <param name="ValueLength">Bytes of the raw value.</param>
/// <param name="HasEntities">The value contains entity or character references.</param>
/// <param name="NeedsNormalization">The value contains literal TAB, LF or CR, which mean a space (XML 1.0 §3.3.3).</param>
public readonly record struct XmlAttributeRange(
    int NameStart, int NameLength, int PrefixLength, int ValueStart, int ValueLength, bool HasEntities, bool NeedsNormalization);
