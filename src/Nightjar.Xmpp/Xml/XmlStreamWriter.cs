using System.Buffers;
using System.Text;

namespace Nightjar.Xmpp.Xml;

/// <summary>Writes XML that is always well-formed, whatever strings it is given. Not thread-safe; owns nothing.</summary>
/// <remarks>Elements are written without prefix and declare their namespace where it changes, except where a prefix for it is
/// in scope and except <see cref="Namespaces.Streams"/>, which always goes by <c>stream:</c>, because clients expect it so.</remarks>
public sealed class XmlStreamWriter
{
    private readonly IBufferWriter<byte> _output;
    private readonly NamespaceContext _context;
    private readonly List<(string Prefix, string Namespace)> _prefixes = [];
    private readonly List<(string Namespace, string Name)> _attributes = [];
    private readonly List<Open> _open = [];
    private string _default;
    private bool _tagIsOpen;
    private bool _defaultIsDeclared;

    /// <summary>Writes where <paramref name="inheritedNamespace"/> is the default and no prefix is declared.</summary>
    public XmlStreamWriter(IBufferWriter<byte> output, string inheritedNamespace = "")
        : this(output, NamespaceContext.Empty.WithDefault(inheritedNamespace))
    {
    }

    /// <summary>Writes inside a stream whose header declared <paramref name="context"/>.</summary>
    public XmlStreamWriter(IBufferWriter<byte> output, NamespaceContext context)
    {
        _output = output;
        _context = context;
        _default = context.DefaultNamespace;
    }

    /// <summary>How many elements are open.</summary>
    public int Depth => _open.Count;

    /// <summary>Begins an element.</summary>
    /// <exception cref="ArgumentException">The name is not an NCName, or the namespace can have no elements.</exception>
    public void StartElement(string ns, string name)
    {
        ElementContent.CheckName(name);
        if (ns == Namespaces.Xmlns)
        {
            throw new ArgumentException("No element can be in this namespace.", nameof(ns));
        }

        CloseStartTag();
        var outer = new Open(ns, name, null, _default, _prefixes.Count);
        var prefix = ns == _default || ns.Length == 0 ? null : PrefixOf(ns);
        var declare = false;
        if (prefix is null && ns == Namespaces.Streams && ns != _default && ResolvePrefix("stream") is null)
        {
            prefix = "stream";
            declare = true;
        }

        _open.Add(outer with { Prefix = prefix });
        _output.Write("<"u8);
        WriteName(prefix, name);
        _tagIsOpen = true;
        _defaultIsDeclared = false;
        _attributes.Clear();
        if (declare)
        {
            DeclarePrefix("stream", ns);
        }
        else if (prefix is null && ns != _default)
        {
            DeclareDefaultNamespace(ns);
        }
    }

    /// <summary>Declares the default namespace of what follows inside, on the start tag just begun (stream headers).</summary>
    /// <exception cref="InvalidOperationException">No start tag is open, or the declaration would change the element's own namespace.</exception>
    public void DeclareDefaultNamespace(string ns)
    {
        RequireOpenTag();
        if (_defaultIsDeclared || (_open[^1].Prefix is null && ns != _open[^1].Namespace) || ns is Namespaces.Xml or Namespaces.Xmlns)
        {
            throw new InvalidOperationException("The default namespace cannot be declared here.");
        }

        _output.Write(" xmlns='"u8);
        XmlEscape.WriteAttribute(ns, _output);
        _output.Write("'"u8);
        _default = ns;
        _defaultIsDeclared = true;
    }

    /// <summary>Declares a prefix on the start tag just begun.</summary>
    /// <exception cref="ArgumentException">Namespaces in XML forbids the declaration.</exception>
    /// <exception cref="InvalidOperationException">No start tag is open, or the prefix is declared there or means something else around it.</exception>
    public void DeclarePrefix(string prefix, string ns)
    {
        RequireOpenTag();
        ElementContent.CheckName(prefix);
        if (prefix is "xml" or "xmlns" || ns is "" or Namespaces.Xml or Namespaces.Xmlns)
        {
            throw new ArgumentException("This prefix or namespace cannot be declared.", nameof(prefix));
        }

        for (var k = _open[^1].Prefixes; k < _prefixes.Count; k++)
        {
            if (_prefixes[k].Prefix == prefix)
            {
                throw new InvalidOperationException("The prefix is declared already.");
            }
        }

        if (ResolvePrefix(prefix) is { } outer && outer != ns)
        {
            // The element's own name or an attribute before may have used it.
            throw new InvalidOperationException("The prefix means something else around it.");
        }

        _prefixes.Add((prefix, ns));
        _output.Write(" xmlns:"u8);
        WriteName(null, prefix);
        _output.Write("='"u8);
        XmlEscape.WriteAttribute(ns, _output);
        _output.Write("'"u8);
    }

    /// <summary>Adds an attribute without namespace; nothing when the value is null.</summary>
    /// <exception cref="InvalidOperationException">No start tag is open, or the attribute is there already.</exception>
    public void Attribute(string name, string? value)
    {
        if (value is not null)
        {
            Attribute("", name, value);
        }
    }

    /// <summary>Adds an attribute; a prefix is found or made for its namespace.</summary>
    /// <exception cref="ArgumentException">The name is not an NCName, or it would be a namespace declaration.</exception>
    /// <exception cref="InvalidOperationException">No start tag is open, or the attribute is there already.</exception>
    public void Attribute(string ns, string name, string value)
    {
        RequireOpenTag();
        ElementContent.CheckName(name);
        if (ns == Namespaces.Xmlns || (ns.Length == 0 && name == "xmlns"))
        {
            throw new ArgumentException("Namespace declarations are not attributes.", nameof(name));
        }

        if (_attributes.Contains((ns, name)))
        {
            throw new InvalidOperationException("The attribute is there already.");
        }

        _attributes.Add((ns, name));
        var prefix = ns.Length == 0 ? null : PrefixOf(ns) ?? DeclareNewPrefix(ns);
        _output.Write(" "u8);
        WriteName(prefix, name);
        _output.Write("='"u8);
        XmlEscape.WriteAttribute(value, _output);
        _output.Write("'"u8);
    }

    /// <summary>Adds text.</summary>
    /// <exception cref="InvalidOperationException">No element is open.</exception>
    public void Text(string text)
    {
        if (_open.Count == 0)
        {
            throw new InvalidOperationException("Text needs an element around it.");
        }

        if (text.Length > 0)
        {
            CloseStartTag();
            XmlEscape.WriteText(text, _output);
        }
    }

    /// <summary>Ends the element begun last.</summary>
    /// <exception cref="InvalidOperationException">No element is open.</exception>
    public void EndElement()
    {
        if (_open.Count == 0)
        {
            throw new InvalidOperationException("No element is open.");
        }

        var open = _open[^1];
        if (_tagIsOpen)
        {
            _output.Write("/>"u8);
            _tagIsOpen = false;
        }
        else
        {
            _output.Write("</"u8);
            WriteName(open.Prefix, open.Name);
            _output.Write(">"u8);
        }

        _open.RemoveAt(_open.Count - 1);
        _prefixes.RemoveRange(open.Prefixes, _prefixes.Count - open.Prefixes);
        _default = open.OuterDefault;
    }

    /// <summary>Writes a whole element; its raw bytes unchanged where they mean the same here.</summary>
    public void Element(Element element)
    {
        if (element.RawFits(_default))
        {
            Raw(element.Raw.Span);
            return;
        }

        StartElement(element.Namespace, element.Name);
        foreach (var attribute in element.Attributes)
        {
            Attribute(attribute.Namespace, attribute.Name, attribute.Value);
        }

        foreach (var node in element.Nodes)
        {
            if (node.Element is { } child)
            {
                Element(child);
            }
            else
            {
                Text(node.Text!);
            }
        }

        EndElement();
    }

    /// <summary>Writes bytes that a reader has validated and called portable, below the default namespace they came from.</summary>
    public void Raw(ReadOnlySpan<byte> portable)
    {
        CloseStartTag();
        _output.Write(portable);
    }

    /// <summary>Ends the start tag, so that the output so far can be sent (stream headers).</summary>
    public void CloseStartTag()
    {
        if (_tagIsOpen)
        {
            _output.Write(">"u8);
            _tagIsOpen = false;
        }
    }

    private void RequireOpenTag()
    {
        if (!_tagIsOpen)
        {
            throw new InvalidOperationException("No start tag is open.");
        }
    }

    private string DeclareNewPrefix(string ns)
    {
        var number = 1;
        string prefix;
        do
        {
            prefix = $"ns{number++}";
        }
        while (ResolvePrefix(prefix) is not null);
        DeclarePrefix(prefix, ns);
        return prefix;
    }

    private string? PrefixOf(string ns)
    {
        for (var k = _prefixes.Count - 1; k >= 0; k--)
        {
            // A prefix declared again further in hides the outer one.
            if (_prefixes[k].Namespace == ns && ResolvePrefix(_prefixes[k].Prefix) == ns)
            {
                return _prefixes[k].Prefix;
            }
        }

        return _context.PrefixOf(ns) is { } prefix && ResolvePrefix(prefix) == ns ? prefix : null;
    }

    private string? ResolvePrefix(string prefix)
    {
        for (var k = _prefixes.Count - 1; k >= 0; k--)
        {
            if (_prefixes[k].Prefix == prefix)
            {
                return _prefixes[k].Namespace;
            }
        }

        return _context.Resolve(prefix);
    }

    private void WriteName(string? prefix, string name)
    {
        if (prefix is not null)
        {
            Encoding.UTF8.GetBytes(prefix, _output);
            _output.Write(":"u8);
        }

        Encoding.UTF8.GetBytes(name, _output);
    }

    private readonly record struct Open(string Namespace, string Name, string? Prefix, string OuterDefault, int Prefixes);
}
