namespace Nightjar.Xmpp.Xml;

/// <summary>Thrown by <c>Element.Parse</c> when the text is not one acceptable XML element.</summary>
/// <param name="error">What was wrong, and where.</param>
public sealed class XmlFormatException(XmlError error) : FormatException(error.Text)
{
    /// <summary>What was wrong, and where.</summary>
    public XmlError Error { get; } = error;
}
