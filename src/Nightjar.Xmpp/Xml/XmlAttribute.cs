namespace Nightjar.Xmpp.Xml;

/// <summary>One attribute of an <see cref="Element"/>; namespace declarations are not attributes.</summary>
/// <param name="Namespace">Empty for an attribute without prefix.</param>
/// <param name="Name">The local name.</param>
/// <param name="Value">The meaning, references resolved.</param>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1711", Justification = "An attribute of XML, and that is its name.")]
public readonly record struct XmlAttribute(string Namespace, string Name, string Value);
