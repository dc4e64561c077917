using System.Text;
using Nightjar.Xmpp.Sasl;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Xmpp.Payloads;

/// <summary>A hash with the name of its function (XEP-0300).</summary>
public sealed class HashValue : IEquatable<HashValue>
{
    const int MaxBytes = 128; // twice the longest function of the registry

    readonly byte[] _value;

    /// <summary>A hash; the bytes are copied.</summary>
    public HashValue(string function, ReadOnlySpan<byte> value) => (Function, _value) = (function, value.ToArray());

    /// <summary>Name of the function, such as <c>sha-256</c>.</summary>
    public string Function { get; }

    /// <summary>The hash itself.</summary>
    public ReadOnlyMemory<byte> Value => _value;

    /// <summary>The hash of data; null when we cannot compute the function.</summary>
    public static HashValue? Of(string function, ReadOnlySpan<byte> data) =>
        HashFunctions.Compute(function, data) is { } value ? new HashValue(function, value) : null;

    /// <summary>Reads a <c>&lt;hash/&gt;</c>; null when it is something else, not strict base64, or of the wrong length for a function
    /// we know.</summary>
    public static HashValue? Parse(Element element)
    {
        if (!element.Is(Namespaces.Hashes, "hash") || element.Attribute("algo") is not { Length: > 0 } function) return null;
        var value = StrictBase64.Decode(Encoding.UTF8.GetBytes(element.Text), MaxBytes);
        return value is null || (HashFunctions.Length(function) is { } length && length != value.Length) ? null : new HashValue(function, value);
    }

    /// <summary>The element.</summary>
    public Element ToElement() => new(Namespaces.Hashes, "hash", ("algo", Function), Convert.ToBase64String(_value));

    /// <summary>The element <c>&lt;hash-used/&gt;</c>, which names the function before its value is known.</summary>
    public static Element UsedElement(string function) => new(Namespaces.Hashes, "hash-used", ("algo", function));

    /// <inheritdoc/>
    public bool Equals(HashValue? other) => other is not null && Function == other.Function && _value.AsSpan().SequenceEqual(other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HashValue);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Function, StringComparer.Ordinal);
        hash.AddBytes(_value);
        return hash.ToHashCode();
    }
}
