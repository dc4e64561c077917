using System.Text;

namespace Nightjar.Xmpp.Addressing;

/// <summary>
/// An XMPP address (RFC 7622): <c>local@domain/resource</c>, of which only the domain is required. Immutable, safe for
/// concurrent use, and always normalised, so that equality is equality of bytes.
/// </summary>
/// <remarks>The whole is one array of UTF-8; bare and domain forms are views of the same array, made once on demand.</remarks>
public sealed partial class Jid : IEquatable<Jid>
{
    /// <summary>The longest part, in bytes of UTF-8 after preparation (RFC 7622 §3.2-3.4).</summary>
    public const int MaxPartBytes = 1023;

    readonly byte[] _data;
    readonly ushort _start;
    readonly ushort _localLength;    // 0: there is no local part, for it is never empty
    readonly ushort _domainLength;
    readonly ushort _resourceLength; // 0: there is no resource, for it is never empty
    readonly int _hash;

    // Made on demand. Two threads may both make one; the copies are equal, so the race is harmless.
    string? _local, _domain, _resource, _text;
    Jid? _bare, _domainJid;
    byte[]? _escaped;

    Jid(byte[] data, int start, int localLength, int domainLength, int resourceLength)
    {
        _data = data;
        _start = (ushort)start;
        _localLength = (ushort)localLength;
        _domainLength = (ushort)domainLength;
        _resourceLength = (ushort)resourceLength;
        _hash = KeyedHash.Of(Utf8);
    }

    /// <summary>The part before <c>@</c>, or null.</summary>
    public string? Local => _localLength == 0 ? null : _local ??= Encoding.UTF8.GetString(LocalUtf8);

    /// <summary>The domain: lower case, internationalised labels as Unicode (U-labels), IPv6 in brackets.</summary>
    public string Domain => _domain ??= Encoding.UTF8.GetString(DomainUtf8);

    /// <summary>The part after <c>/</c>, or null.</summary>
    public string? Resource => _resourceLength == 0 ? null : _resource ??= Encoding.UTF8.GetString(ResourceUtf8);

    /// <summary><see cref="Local"/> as UTF-8; empty when there is none.</summary>
    public ReadOnlySpan<byte> LocalUtf8 => _data.AsSpan(_start, _localLength);

    /// <summary><see cref="Domain"/> as UTF-8.</summary>
    public ReadOnlySpan<byte> DomainUtf8 => _data.AsSpan(DomainStart, _domainLength);

    /// <summary><see cref="Resource"/> as UTF-8; empty when there is none.</summary>
    public ReadOnlySpan<byte> ResourceUtf8 => _data.AsSpan(DomainStart + _domainLength + (_resourceLength == 0 ? 0 : 1), _resourceLength);

    /// <summary>The whole address as normalised UTF-8, unescaped.</summary>
    public ReadOnlySpan<byte> Utf8 =>
        _data.AsSpan(_start, DomainStart - _start + _domainLength + (_resourceLength == 0 ? 0 : 1 + _resourceLength));

    /// <summary>The whole address as it stands inside an XML attribute in single quotes (<c>&amp; &lt; '</c> escaped).</summary>
    public ReadOnlySpan<byte> EscapedUtf8 => NeedsEscaping ? _escaped ??= AttributeEscaper.Escape(Utf8) : Utf8;

    /// <summary>Without the resource: this same object when there is none.</summary>
    public Jid Bare => _resourceLength == 0 ? this : _bare ??= new Jid(_data, _start, _localLength, _domainLength, 0);

    /// <summary>The domain alone: this same object when there is nothing else.</summary>
    public Jid DomainJid => IsDomain ? this : _domainJid ??= new Jid(_data, DomainStart, 0, _domainLength, 0);

    /// <summary>There is no resource (<c>local@domain</c> or <c>domain</c>).</summary>
    public bool IsBare => _resourceLength == 0;

    /// <summary>There is a resource (<c>local@domain/resource</c> or <c>domain/resource</c>).</summary>
    public bool IsFull => _resourceLength != 0;

    /// <summary>There is only a domain.</summary>
    public bool IsDomain => _localLength == 0 && _resourceLength == 0;

    int DomainStart => _start + _localLength + (_localLength == 0 ? 0 : 1);

    // Local part and domain can contain none of the characters that XML reserves.
    bool NeedsEscaping => _resourceLength != 0 && (_escaped is not null || AttributeEscaper.IsNeeded(ResourceUtf8));

    /// <summary>True when both addresses have the same local part and domain. Allocates nothing.</summary>
    public bool BareEquals(Jid other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _localLength == other._localLength && BareUtf8.SequenceEqual(other.BareUtf8);
    }

    ReadOnlySpan<byte> BareUtf8 => _data.AsSpan(_start, DomainStart - _start + _domainLength);

    /// <inheritdoc/>
    public bool Equals(Jid? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && Utf8.SequenceEqual(other.Utf8));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Jid other && Equals(other);

    /// <summary>Differs from process to process: never store it.</summary>
    public override int GetHashCode() => _hash;

    /// <summary>The normalised address, unescaped.</summary>
    public override string ToString() => _text ??= Encoding.UTF8.GetString(Utf8);

    /// <summary>Ordinal equality of the normalised addresses.</summary>
    public static bool operator ==(Jid? left, Jid? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Ordinal inequality of the normalised addresses.</summary>
    public static bool operator !=(Jid? left, Jid? right) => !(left == right);
}
