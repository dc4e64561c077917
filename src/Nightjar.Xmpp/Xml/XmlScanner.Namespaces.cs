using System.Buffers;
using System.Text;

namespace Nightjar.Xmpp.Xml;

/// <content>Namespace declarations and the check of prefixes (Namespaces in XML 1.0).</content>
internal sealed partial class XmlScanner
{
    private Binding[] _bindings = new Binding[8];
    private int[] _attributeNamespaces = [];
    private int _bindingCount;
    private int _tagBindings;
    private int _declarations;
    private bool _prefixedAttributes;
    private bool _topDeclaresPrefix;
    private bool _usesOuterPrefix;

    /// <summary>See <see cref="XmlFrame.IsPortable"/>.</summary>
    public bool IsPortable => TopPrefixLength == 0 && !_topDeclaresPrefix && !_usesOuterPrefix && !_hasCData;

    private void BeginNamespaces()
    {
        _bindingCount = 0;
        _declarations = 0;
        _topDeclaresPrefix = false;
        _usesOuterPrefix = false;
    }

    private void BeginTagNamespaces()
    {
        _tagBindings = _bindingCount;
        _prefixedAttributes = false;
    }

    private ScanStatus Declare(ReadOnlySpan<byte> data, in XmlAttributeRange attribute)
    {
        if (++_declarations > _limits.MaxNamespaces)
        {
            return Fail(XmlErrorCondition.PolicyViolation, "too many namespace declarations in one stanza", attribute.NameStart);
        }

        var value = data.Slice(attribute.ValueStart, attribute.ValueLength);
        byte[]? rented = null;
        if (attribute.HasEntities || attribute.NeedsNormalization)
        {
            rented = ArrayPool<byte>.Shared.Rent(value.Length);
            value = rented.AsSpan(0, XmlText.DecodeAttribute(value, rented));
        }

        var prefix = attribute.PrefixLength == 0
            ? default
            : data.Slice(attribute.NameStart + 6, attribute.NameLength - 6);
        var allowed = IsAllowed(prefix, value);
        var hash = HashOf(value);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        if (!allowed)
        {
            return Fail(XmlErrorCondition.BadNamespacePrefix, "a namespace declaration is not allowed", attribute.NameStart);
        }

        if (prefix.IsEmpty)
        {
            return ScanStatus.Continue;
        }

        _topDeclaresPrefix |= _depth == 0;
        if (_bindingCount == XmlLimits.MaxPrefixesInScope)
        {
            return Fail(XmlErrorCondition.PolicyViolation, "too many prefixes in scope", attribute.NameStart);
        }

        if (_bindingCount == _bindings.Length)
        {
            Array.Resize(ref _bindings, _bindings.Length * 2);
        }

        ref var binding = ref _bindings[_bindingCount++];
        binding.PrefixStart = attribute.NameStart + 6;
        binding.PrefixLength = prefix.Length;
        binding.Attribute = attribute;
        binding.NamespaceHash = hash;
        return ScanStatus.Continue;
    }

    private static bool IsAllowed(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> value)
    {
        if (prefix.SequenceEqual("xmlns"u8))
        {
            return false;
        }

        var isXml = value.SequenceEqual("http://www.w3.org/XML/1998/namespace"u8);
        return isXml == prefix.SequenceEqual("xml"u8)
            && !value.SequenceEqual("http://www.w3.org/2000/xmlns/"u8)
            && (prefix.IsEmpty || !value.IsEmpty);
    }

    /// <summary>Checks the prefixes of a start tag, and that no two attributes have the same expanded name.</summary>
    private ScanStatus ResolveTag(ReadOnlySpan<byte> data)
    {
        if (_tagColon != 0)
        {
            var prefix = data[_tagNameStart.._tagColon];
            if (prefix.SequenceEqual("xmlns"u8) || !TryResolve(data, prefix, out _))
            {
                return Fail(XmlErrorCondition.BadNamespacePrefix, "an element's prefix is not declared", _tagNameStart);
            }
        }

        if (!_prefixedAttributes)
        {
            return ScanStatus.Continue;
        }

        if (_attributeNamespaces.Length < _attributes.Length)
        {
            _attributeNamespaces = new int[_attributes.Length];
        }

        for (var k = _tagFirstAttribute; k < _attributeCount; k++)
        {
            ref readonly var attribute = ref _attributes[k];
            if (!IsPrefixed(data, attribute))
            {
                continue;
            }

            if (!TryResolve(data, data.Slice(attribute.NameStart, attribute.PrefixLength), out _attributeNamespaces[k]))
            {
                return Fail(XmlErrorCondition.BadNamespacePrefix, "an attribute's prefix is not declared", attribute.NameStart);
            }

            for (var other = _tagFirstAttribute; other < k; other++)
            {
                if (IsSameExpandedName(data, other, k))
                {
                    return Fail(XmlErrorCondition.NotWellFormed, "an attribute appears twice", attribute.NameStart);
                }
            }
        }

        return ScanStatus.Continue;
    }

    private static bool IsPrefixed(ReadOnlySpan<byte> data, in XmlAttributeRange attribute) =>
        attribute.PrefixLength > 0 && !IsReserved(data.Slice(attribute.NameStart, attribute.PrefixLength));

    private static bool IsReserved(ReadOnlySpan<byte> prefix) => prefix.SequenceEqual("xml"u8) || prefix.SequenceEqual("xmlns"u8);

    private bool IsSameExpandedName(ReadOnlySpan<byte> data, int first, int second)
    {
        ref readonly var a = ref _attributes[first];
        ref readonly var b = ref _attributes[second];
        var localLength = a.NameLength - a.PrefixLength;
        if (!IsPrefixed(data, a) || localLength != b.NameLength - b.PrefixLength || _attributeNamespaces[first] != _attributeNamespaces[second])
        {
            return false;
        }

        // The hash only filters; equal namespaces end the stream, so the exact comparison is made about once.
        return data.Slice(a.NameStart + a.PrefixLength, localLength).SequenceEqual(data.Slice(b.NameStart + b.PrefixLength, localLength))
            && NamespaceOf(data, data.Slice(a.NameStart, a.PrefixLength)) == NamespaceOf(data, data.Slice(b.NameStart, b.PrefixLength));
    }

    private bool TryResolve(ReadOnlySpan<byte> data, ReadOnlySpan<byte> prefix, out int namespaceHash)
    {
        for (var k = _bindingCount - 1; k >= 0; k--)
        {
            ref readonly var binding = ref _bindings[k];
            if (binding.PrefixLength == prefix.Length && data.Slice(binding.PrefixStart, prefix.Length).SequenceEqual(prefix))
            {
                namespaceHash = binding.NamespaceHash;
                return true;
            }
        }

        if (prefix.SequenceEqual("xml"u8))
        {
            namespaceHash = 0;
            return true;
        }

        _usesOuterPrefix = true;
        return _context.TryResolveHash(prefix, out namespaceHash);
    }

    /// <summary>The namespace of a prefix at the current place. Meant for what is rare: it may allocate.</summary>
    private string? NamespaceOf(ReadOnlySpan<byte> data, ReadOnlySpan<byte> prefix)
    {
        for (var k = _bindingCount - 1; k >= 0; k--)
        {
            ref readonly var binding = ref _bindings[k];
            if (data.Slice(binding.PrefixStart, binding.PrefixLength).SequenceEqual(prefix))
            {
                return XmlText.DecodeAttribute(data.Slice(binding.Attribute.ValueStart, binding.Attribute.ValueLength));
            }
        }

        return _context.Resolve(prefix);
    }

    /// <summary>A hash of a namespace's UTF-8, seeded for this process.</summary>
    internal static int HashOf(ReadOnlySpan<byte> ns)
    {
        var hash = new HashCode();
        hash.AddBytes(ns);
        return hash.ToHashCode();
    }

    private struct Binding
    {
        public int PrefixStart;
        public int PrefixLength;
        public int NamespaceHash;
        public XmlAttributeRange Attribute;
    }
}
