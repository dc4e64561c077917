using System.Collections.Immutable;
using System.Text;

namespace Nightjar.Xmpp.Xml;

/// <summary>How the content of an <see cref="Element"/> is put together and compared.</summary>
internal static class ElementContent
{
    public static void CheckName(string name)
    {
        if (!XmlChars.IsNCName(name))
        {
            throw new ArgumentException("Not an XML name without colon.", nameof(name));
        }
    }

    public static (ImmutableArray<XmlAttribute> Attributes, ImmutableArray<XmlNode> Nodes) Combine(
        ImmutableArray<XmlAttribute> attributes, ImmutableArray<XmlNode> nodes, ReadOnlySpan<Content> content)
    {
        var newAttributes = ImmutableArray.CreateBuilder<XmlAttribute>(attributes.Length + content.Length);
        newAttributes.AddRange(attributes);
        var newNodes = ImmutableArray.CreateBuilder<XmlNode>(nodes.Length + content.Length);
        newNodes.AddRange(nodes);
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i].Attribute.Name is not null)
            {
                Add(newAttributes, attributes.Length, content[i].Attribute);
                continue;
            }

            switch (content[i].Value)
            {
                case Element element:
                    newNodes.Add(new XmlNode(element));
                    break;
                case string { Length: > 0 } text:
                    newNodes.Add(new XmlNode(text));
                    break;
                case IEnumerable<Element> elements:
                    newNodes.AddRange(elements.Select(static element => new XmlNode(element)));
                    break;
            }
        }

        return (newAttributes.DrainToImmutable(), newNodes.DrainToImmutable());
    }

    public static bool AreEqual(Element first, Element second)
    {
        if (first.Name != second.Name || first.Namespace != second.Namespace || first.Attributes.Length != second.Attributes.Length)
        {
            return false;
        }

        foreach (var attribute in first.Attributes)
        {
            if (second.Attribute(attribute.Namespace, attribute.Name) != attribute.Value)
            {
                return false;
            }
        }

        var a = Merge(first.Nodes);
        var b = Merge(second.Nodes);
        return a.Count == b.Count && a.Zip(b).All(static pair =>
            pair.First.Element is { } element ? element.DeepEquals(pair.Second.Element) : pair.First.Text == pair.Second.Text);
    }

    private static void Add(ImmutableArray<XmlAttribute>.Builder attributes, int replaceable, XmlAttribute attribute)
    {
        CheckName(attribute.Name);
        if (attribute.Namespace == Namespaces.Xmlns || (attribute.Namespace.Length == 0 && attribute.Name == "xmlns"))
        {
            throw new ArgumentException("Namespace declarations are written by themselves; they are not attributes.", nameof(attribute));
        }

        for (var i = 0; i < attributes.Count; i++)
        {
            if (attributes[i].Name != attribute.Name || attributes[i].Namespace != attribute.Namespace)
            {
                continue;
            }

            if (i >= replaceable)
            {
                throw new ArgumentException("An attribute is given twice.", nameof(attribute));
            }

            attributes[i] = attribute;
            return;
        }

        attributes.Add(attribute);
    }

    /// <summary>Joins neighbouring pieces of text, which no serialisation can tell apart.</summary>
    private static List<XmlNode> Merge(ImmutableArray<XmlNode> nodes)
    {
        var merged = new List<XmlNode>(nodes.Length);
        var text = new StringBuilder();
        foreach (var node in nodes)
        {
            if (node.Text is { } piece)
            {
                text.Append(piece);
                continue;
            }

            Flush();
            merged.Add(node);
        }

        Flush();
        return merged;

        void Flush()
        {
            if (text.Length > 0)
            {
                merged.Add(new XmlNode(text.ToString()));
                text.Clear();
            }
        }
    }
}
