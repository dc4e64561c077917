namespace Nightjar.Xmpp.Xml;

/// <summary>Why a reader stopped for good.</summary>
/// <param name="Condition">The stream error to send.</param>
/// <param name="Text">A fixed English sentence; it never repeats input.</param>
/// <param name="Offset">Byte offset since the start of the stream or text, near the fault.</param>
public sealed record XmlError(XmlErrorCondition Condition, string Text, long Offset)
{
    /// <summary>The element name of the condition in <see cref="Namespaces.StreamErrors"/>.</summary>
    public string ConditionName => Condition switch
    {
        XmlErrorCondition.RestrictedXml => "restricted-xml",
        XmlErrorCondition.BadNamespacePrefix => "bad-namespace-prefix",
        XmlErrorCondition.UnsupportedEncoding => "unsupported-encoding",
        XmlErrorCondition.PolicyViolation => "policy-violation",
        XmlErrorCondition.BadFormat => "bad-format",
        _ => "not-well-formed",
    };
}
