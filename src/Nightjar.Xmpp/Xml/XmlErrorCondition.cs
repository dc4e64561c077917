namespace Nightjar.Xmpp.Xml;

/// <summary>Stream error conditions that the reader itself finds (RFC 6120 §4.9.3).</summary>
public enum XmlErrorCondition
{
    /// <summary>Not well-formed XML, or not valid UTF-8 (<c>not-well-formed</c>).</summary>
    NotWellFormed,

    /// <summary>A DTD, comment, processing instruction or undeclared entity (<c>restricted-xml</c>, RFC 6120 §11.1).</summary>
    RestrictedXml,

    /// <summary>A prefix without declaration, or a declaration that Namespaces in XML forbids (<c>bad-namespace-prefix</c>).</summary>
    BadNamespacePrefix,

    /// <summary>An XML declaration that names another encoding than UTF-8 (<c>unsupported-encoding</c>).</summary>
    UnsupportedEncoding,

    /// <summary>A limit of <see cref="XmlLimits"/> was passed (<c>policy-violation</c>).</summary>
    PolicyViolation,

    /// <summary>XML that XMPP cannot use: text between stanzas (<c>bad-format</c>).</summary>
    BadFormat,
}
