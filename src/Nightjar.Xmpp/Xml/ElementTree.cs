using System.Collections.Immutable;
using System.Text;

namespace Nightjar.Xmpp.Xml;

/// <summary>Builds an <see cref="Element"/> from bytes that <see cref="XmlScanner"/> has validated; without recursion.</summary>
internal sealed class ElementTree
{
    private readonly ReadOnlyMemory<byte> _utf8;
    private readonly NamespaceContext _context;
    private readonly List<Binding> _bindings = [];
    private readonly List<Level> _levels = [];
    private readonly List<XmlNode> _nodes = [];
    private readonly StringBuilder _text = new();
    private int _pos;

    private ElementTree(ReadOnlyMemory<byte> utf8, NamespaceContext context)
    {
        _utf8 = utf8;
        _context = context;
    }

    /// <summary>Validates and builds; null with an error when the text is not one element.</summary>
    public static Element? Parse(
        ReadOnlyMemory<byte> utf8, string inheritedNamespace, NamespaceContext? inherited, XmlLimits? limits, out XmlError? error)
    {
        var context = (inherited ?? NamespaceContext.Empty).WithDefault(inheritedNamespace);
        var start = utf8.Length - utf8.Span.TrimStart(" \t\r\n"u8).Length;
        var text = utf8[start..];
        limits ??= XmlLimits.Server;
        error = null;
        if (text.IsEmpty || text.Span[0] != '<')
        {
            error = new XmlError(XmlErrorCondition.NotWellFormed, "an element was expected", start);
            return null;
        }

        var scanner = XmlScanner.Rent();
        scanner.Begin(limits, context, null, headerOnly: false, declarationAllowed: false);
        var window = text.Span[..Math.Min(text.Length, limits.MaxElementBytes)];
        var status = scanner.Scan(window);
        var length = scanner.Position;
        error = status switch
        {
            ScanStatus.Error => scanner.Error! with { Offset = start + scanner.Error!.Offset },
            ScanStatus.NeedMore when window.Length < text.Length =>
                new XmlError(XmlErrorCondition.PolicyViolation, "a stanza is too long", start + window.Length),
            ScanStatus.NeedMore => new XmlError(XmlErrorCondition.NotWellFormed, "the element does not end", utf8.Length),
            _ when !text.Span[length..].Trim(" \t\r\n"u8).IsEmpty =>
                new XmlError(XmlErrorCondition.NotWellFormed, "something follows the element", start + length),
            _ => null,
        };
        XmlScanner.Return(scanner);
        return error is null ? Build(text[..length], context) : null;
    }

    /// <summary>Builds a validated element that stands in <paramref name="context"/>.</summary>
    public static Element Build(ReadOnlyMemory<byte> utf8, NamespaceContext context) => new ElementTree(utf8, context).Build();

    /// <summary>Builds a validated start tag, and the context that holds inside it.</summary>
    public static (Element Header, NamespaceContext Context) BuildHeader(ReadOnlyMemory<byte> utf8)
    {
        var tree = new ElementTree(utf8, NamespaceContext.Empty);
        tree.OpenElement();
        var level = tree._levels[0];
        var prefixes = tree._bindings.Select(binding => (Encoding.UTF8.GetString(binding.Prefix.Span), binding.Namespace)).ToArray();
        return (
            new Element(level.Namespace, level.Name, level.Attributes, [], utf8, null),
            NamespaceContext.Create(level.DefaultNamespace, prefixes));
    }

    private Element Build()
    {
        while (true)
        {
            var data = _utf8.Span;
            Element? done = null;
            if (data[_pos] != '<')
            {
                var end = data[_pos..].IndexOf((byte)'<');
                _text.Append(XmlText.Decode(data.Slice(_pos, end)));
                _pos += end;
            }
            else if (data[_pos + 1] == '!')
            {
                AddCData(data);
            }
            else if (data[_pos + 1] == '/')
            {
                FlushText();
                _pos += data[_pos..].IndexOf((byte)'>') + 1;
                done = CloseElement();
            }
            else
            {
                FlushText();
                done = OpenElement() ? CloseElement() : null;
            }

            if (done is null)
            {
                continue;
            }

            if (_levels.Count == 0)
            {
                return done;
            }

            _nodes.Add(new XmlNode(done));
        }
    }

    private void AddCData(ReadOnlySpan<byte> data)
    {
        var start = _pos + "<![CDATA[".Length;
        var end = start + data[start..].IndexOf("]]>"u8);
        _text.Append(Encoding.UTF8.GetString(data[start..end]).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'));
        _levels[^1] = _levels[^1] with { OutermostUse = -1 };
        _pos = end + 3;
    }

    private void FlushText()
    {
        if (_text.Length > 0)
        {
            _nodes.Add(new XmlNode(_text.ToString()));
            _text.Clear();
        }
    }

    /// <summary>Reads the start tag at the current place; true when it is an empty-element tag.</summary>
    private bool OpenElement()
    {
        var start = _pos;
        var tag = StartTag.Parse(_utf8[_pos..], out var attributes);
        _pos += tag.Length;
        var bindings = _bindings.Count;
        var depth = _levels.Count + 1;
        var inherits = _levels.Count == 0 ? _context.DefaultNamespace : _levels[^1].DefaultNamespace;
        var defaultNamespace = inherits;
        var declaresDefault = false;
        foreach (var attribute in attributes)
        {
            if (attribute.IsDefaultDeclaration)
            {
                defaultNamespace = attribute.Namespace;
                declaresDefault = true;
            }
            else if (attribute.IsPrefixDeclaration)
            {
                _bindings.Add(new Binding(attribute.Local, attribute.Namespace, depth));
            }
        }

        var outermost = int.MaxValue;
        var ns = tag.Prefix.IsEmpty ? defaultNamespace : Resolve(tag.Prefix, ref outermost);
        var kept = ImmutableArray.CreateBuilder<XmlAttribute>(attributes.Count);
        foreach (var attribute in attributes)
        {
            if (!attribute.IsDefaultDeclaration && !attribute.IsPrefixDeclaration)
            {
                var attributeNamespace = attribute.Prefix.IsEmpty ? "" : Resolve(attribute.Prefix, ref outermost);
                kept.Add(new XmlAttribute(attributeNamespace, KnownNames.Intern(attribute.Local.Span), attribute.Value));
            }
        }

        _levels.Add(new Level(
            start, ns, KnownNames.Intern(tag.Local.Span), kept.DrainToImmutable(), defaultNamespace,
            declaresDefault ? Element.AnyDefault : inherits, bindings, _nodes.Count, outermost));
        return tag.IsEmpty;
    }

    private Element CloseElement()
    {
        var level = _levels[^1];
        var depth = _levels.Count;
        _levels.RemoveAt(depth - 1);
        _bindings.RemoveRange(level.Bindings, _bindings.Count - level.Bindings);
        var nodes = ImmutableArray.CreateRange(_nodes.Skip(level.Nodes));
        _nodes.RemoveRange(level.Nodes, _nodes.Count - level.Nodes);
        if (depth > 1 && level.OutermostUse < _levels[^1].OutermostUse)
        {
            _levels[^1] = _levels[^1] with { OutermostUse = level.OutermostUse };
        }

        return new Element(
            level.Namespace, level.Name, level.Attributes, nodes, _utf8[level.Start.._pos],
            level.OutermostUse >= depth ? level.Inherits : null);
    }

    private string Resolve(ReadOnlyMemory<byte> prefix, ref int outermost)
    {
        for (var k = _bindings.Count - 1; k >= 0; k--)
        {
            if (_bindings[k].Prefix.Span.SequenceEqual(prefix.Span))
            {
                outermost = Math.Min(outermost, _bindings[k].Depth);
                return _bindings[k].Namespace;
            }
        }

        if (prefix.Span.SequenceEqual("xml"u8))
        {
            return Namespaces.Xml;
        }

        outermost = 0;
        return _context.Resolve(prefix.Span) ?? "";
    }

    private readonly record struct Binding(ReadOnlyMemory<byte> Prefix, string Namespace, int Depth);

    /// <param name="Start">Offset of '&lt;'.</param>
    /// <param name="Namespace">Of the element.</param>
    /// <param name="Name">Of the element.</param>
    /// <param name="Attributes">Of the element.</param>
    /// <param name="DefaultNamespace">Inside.</param>
    /// <param name="Inherits">The default around it, if the raw bytes depend on it.</param>
    /// <param name="Bindings">Prefixes declared before it.</param>
    /// <param name="Nodes">Where its children begin.</param>
    /// <param name="OutermostUse">The smallest depth at which a prefix used inside is declared.</param>
    private readonly record struct Level(
        int Start, string Namespace, string Name, ImmutableArray<XmlAttribute> Attributes, string DefaultNamespace,
        string Inherits, int Bindings, int Nodes, int OutermostUse);
}
