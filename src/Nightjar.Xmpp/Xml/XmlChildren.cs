namespace Nightjar.Xmpp.Xml;

/// <summary>Cheap forward walks over content that a reader has validated.</summary>
public static class XmlChildren
{
    /// <summary>Walks the child elements of validated content, text left out.</summary>
    /// <param name="content">What stands between a validated start and end tag.</param>
    /// <param name="defaultNamespace">The namespace that unprefixed elements inherit.</param>
    public static XmlChildEnumerator Of(ReadOnlySpan<byte> content, string defaultNamespace) => new(content, defaultNamespace);
}
