using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Streams;

/// <summary>A stream error (RFC 6120 §4.9): the stream ends with it.</summary>
/// <param name="Condition">The defined condition.</param>
/// <param name="Text">For people, in English; null for none.</param>
/// <param name="Detail">An application-specific condition; null for none.</param>
public sealed record StreamError(StreamErrorCondition Condition, string? Text = null, Element? Detail = null)
{
    /// <summary>The element name of the condition.</summary>
    public string WireName => KebabCase.From(Condition.ToString());

    /// <summary>The <c>&lt;stream:error/&gt;</c> element.</summary>
    public byte[] ToUtf8() => StreamMarkup.Element(
        "error",
        new Element(Namespaces.StreamErrors, WireName),
        Text is null ? null : new Element(Namespaces.StreamErrors, "text", new XmlAttribute(Namespaces.Xml, "lang", "en"), Text),
        Detail);

    /// <summary>The stream error for what the reader refused.</summary>
    public static StreamError From(XmlError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        StreamErrorCondition condition = Enum.Parse<StreamErrorCondition>(error.Condition.ToString());
        return new StreamError(condition, error.Text);
    }
}
