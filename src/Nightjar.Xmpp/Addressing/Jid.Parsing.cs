using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Nightjar.Xmpp.Addressing;

public sealed partial class Jid
{
    /// <summary>The address in <paramref name="text"/>, prepared and checked by RFC 7622.</summary>
    /// <exception cref="FormatException">It is no valid address; the message says why without repeating it.</exception>
    public static Jid Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var jid, out var error) ? jid : throw new FormatException(error.ToString());
    }

    /// <summary>The address in <paramref name="text"/>, or null when it is not valid.</summary>
    public static Jid? TryParse(string? text) => text is not null && TryParse(text, out var jid, out _) ? jid : null;

    /// <summary>The address in <paramref name="text"/>, or what is wrong with it.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Jid? jid, out JidError error)
    {
        jid = null;
        if (text.Length > JidParser.MaxRawAddress)
        {
            error = new(JidPart.Whole, AddressFault.TooLong);
            return false;
        }
        Span<byte> buffer = text.Length <= 256 ? stackalloc byte[3 * 256] : new byte[3 * text.Length];
        if (System.Text.Unicode.Utf8.FromUtf16(text, buffer, out _, out var written, replaceInvalidSequences: false)
            != System.Buffers.OperationStatus.Done)
        {
            error = new(JidPart.Whole, AddressFault.NotUnicode);
            return false;
        }
        return TryParse(buffer[..written], out jid, out error);
    }

    /// <summary>The address in <paramref name="utf8"/> (already unescaped). Allocates only on success when the input is ASCII.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out Jid? jid) => TryParse(utf8, out jid, out _);

    /// <summary>The address in <paramref name="utf8"/> (already unescaped), or what is wrong with it.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out Jid? jid, out JidError error)
    {
        // RFC 7622 §3.2: the parts are found before anything is mapped, so that a full-width '@' never separates.
        ReadOnlySpan<byte> local = default, resource = default;
        var domain = utf8;
        var slash = utf8.IndexOf((byte)'/');
        if (slash >= 0)
        {
            resource = utf8[(slash + 1)..];
            domain = utf8[..slash];
        }
        var at = domain.IndexOf((byte)'@');
        if (at >= 0)
        {
            local = domain[..at];
            domain = domain[(at + 1)..];
        }
        return TryCreate(local, at >= 0, domain, resource, slash >= 0, out jid, out error);
    }

    /// <summary>An address from its parts, each prepared and checked; null when one of them is not valid.</summary>
    /// <param name="local">The local part, or null for none. An empty string is an error.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="resource">The resource, or null for none. An empty string is an error.</param>
    public static Jid? TryCreate(string? local, string domain, string? resource = null) =>
        TryCreate(local, domain, resource, out var jid, out _) ? jid : null;

    /// <summary>An address from its parts (null: the part is absent), or what is wrong with it.</summary>
    public static bool TryCreate(string? local, string domain, string? resource, [NotNullWhen(true)] out Jid? jid, out JidError error)
    {
        ArgumentNullException.ThrowIfNull(domain);
        jid = null;
        error = default;
        return ToUtf8(local, JidPart.Local, out var localUtf8, ref error)
            && ToUtf8(domain, JidPart.Domain, out var domainUtf8, ref error)
            && ToUtf8(resource, JidPart.Resource, out var resourceUtf8, ref error)
            && TryCreate(localUtf8, local is not null, domainUtf8, resourceUtf8, resource is not null, out jid, out error);
    }

    /// <summary>The same account or host with the given resource (replacing any).</summary>
    /// <exception cref="FormatException">The resource is not valid (RFC 7622 §3.4).</exception>
    public Jid WithResource(string resource) =>
        TryWithResource(resource, out var jid, out var error) ? jid : throw new FormatException(error.ToString());

    /// <summary>The same account or host with the given resource (replacing any), or what is wrong with the resource.</summary>
    public bool TryWithResource(string resource, [NotNullWhen(true)] out Jid? jid, out JidError error)
    {
        ArgumentNullException.ThrowIfNull(resource);
        jid = null;
        error = default;
        return ToUtf8(resource, JidPart.Resource, out var utf8, ref error)
            && TryCreate(LocalUtf8, _localLength != 0, DomainUtf8, utf8, true, out jid, out error);
    }

    static bool ToUtf8(string? text, JidPart part, out byte[] utf8, ref JidError error)
    {
        utf8 = [];
        if (text is { Length: > JidParser.MaxRawBytes })
            error = new(part, AddressFault.TooLong);
        else if (text is not null && !JidParser.TryEncode(text, out utf8))
            error = new(part, AddressFault.NotUnicode);
        return error == default;
    }

    static bool TryCreate(
        ReadOnlySpan<byte> local, bool hasLocal, ReadOnlySpan<byte> domain, ReadOnlySpan<byte> resource, bool hasResource,
        [NotNullWhen(true)] out Jid? jid, out JidError error)
    {
        jid = null;
        if (hasLocal && local.IsEmpty)
            error = new(JidPart.Local, AddressFault.Empty);
        else if (hasResource && resource.IsEmpty)
            error = new(JidPart.Resource, AddressFault.Empty);
        else if (local.Length > JidParser.MaxRawBytes || domain.Length > JidParser.MaxRawBytes || resource.Length > JidParser.MaxRawBytes)
            error = new(JidPart.Whole, AddressFault.TooLong);
        else if (JidParser.TryPrepare(ref local, ref domain, ref resource, out error))
            jid = Join(local, domain, resource);
        return jid is not null;
    }

    // The parts are valid and, but for the case of ASCII letters before the resource, normalised.
    static Jid Join(ReadOnlySpan<byte> local, ReadOnlySpan<byte> domain, ReadOnlySpan<byte> resource)
    {
        var prefix = local.IsEmpty ? 0 : local.Length + 1;
        var suffix = resource.IsEmpty ? 0 : resource.Length + 1;
        var data = new byte[prefix + domain.Length + suffix];
        if (prefix != 0)
        {
            JidParser.CopyLower(local, data);
            data[local.Length] = (byte)'@';
        }
        JidParser.CopyLower(domain, data.AsSpan(prefix));
        if (suffix != 0)
        {
            data[prefix + domain.Length] = (byte)'/';
            resource.CopyTo(data.AsSpan(prefix + domain.Length + 1));
        }
        return new Jid(data, 0, local.Length, domain.Length, resource.Length);
    }
}
