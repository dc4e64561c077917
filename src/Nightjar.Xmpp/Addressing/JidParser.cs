using System.Buffers;
using System.Text;

namespace Nightjar.Xmpp.Addressing;

/// <summary>Prepares the three parts of an address (RFC 7622 §3): ASCII in place, everything else through PRECIS and IDNA.</summary>
static class JidParser
{
    /// <summary>Longest part before preparation: full-width letters shrink from three bytes to one, little shrinks more.</summary>
    public const int MaxRawBytes = 3 * Jid.MaxPartBytes;

    /// <summary>Longest address before preparation: three parts and two separators.</summary>
    public const int MaxRawAddress = (3 * MaxRawBytes) + 2;

    // RFC 8264's IdentifierClass in ASCII is 0x21-0x7E; RFC 7622 §3.3.1 takes these nine away.
    static readonly SearchValues<byte> LocalAscii = SearchValues.Create(
        "!#$%()*+,-.0123456789;=?ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    /// <summary>
    /// Checks the parts and replaces those that are not plain ASCII by their normalised form. Empty means absent. ASCII
    /// local parts and domains come back in the case they had.
    /// </summary>
    public static bool TryPrepare(ref ReadOnlySpan<byte> local, ref ReadOnlySpan<byte> domain, ref ReadOnlySpan<byte> resource, out JidError error)
    {
        var fault = PrepareLocal(ref local);
        if (fault != AddressFault.None)
        {
            error = new(JidPart.Local, fault);
            return false;
        }
        fault = PrepareDomain(ref domain);
        if (fault != AddressFault.None)
        {
            error = new(JidPart.Domain, fault);
            return false;
        }
        fault = PrepareResource(ref resource);
        error = fault == AddressFault.None ? default : new(JidPart.Resource, fault);
        return fault == AddressFault.None;
    }

    static AddressFault PrepareLocal(ref ReadOnlySpan<byte> local)
    {
        if (!local.ContainsAnyExcept(LocalAscii))
            return Length(local);
        if (Ascii.IsValid(local))
            return AddressFault.ForbiddenCharacter;
        if (!TryDecode(local, out var text))
            return AddressFault.NotUnicode;
        if (!Precis.TryEnforce(PrecisProfile.UsernameCaseMapped, text, out var prepared, out var fault))
            return fault;
        local = Encoding.UTF8.GetBytes(prepared);
        // Only after the mapping: a full-width '@' has become a real one by now.
        foreach (var b in local)
        {
            if (b < 0x80 && !LocalAscii.Contains(b))
                return AddressFault.ForbiddenCharacter;
        }
        return Length(local);
    }

    static AddressFault PrepareDomain(ref ReadOnlySpan<byte> domain)
    {
        if (!domain.IsEmpty && domain[^1] == (byte)'.')
            domain = domain[..^1]; // RFC 7622 §3.2: the dot of a fully qualified name does not count
        if (domain.IsEmpty)
            return AddressFault.Empty;
        if (AsciiDomain.Check(domain) is { } verdict)
            return verdict;
        if (!TryDecode(domain, out var text))
            return AddressFault.NotUnicode;
        var fault = DomainName.Prepare(text, out var prepared);
        if (fault == AddressFault.None)
            domain = Encoding.UTF8.GetBytes(prepared);
        return fault == AddressFault.None ? Length(domain) : fault;
    }

    static AddressFault PrepareResource(ref ReadOnlySpan<byte> resource)
    {
        if (!resource.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E))
            return Length(resource);
        if (Ascii.IsValid(resource))
            return AddressFault.ForbiddenCharacter;
        if (!TryDecode(resource, out var text))
            return AddressFault.NotUnicode;
        if (!Precis.TryEnforce(PrecisProfile.OpaqueString, text, out var prepared, out var fault))
            return fault;
        resource = Encoding.UTF8.GetBytes(prepared);
        return Length(resource);
    }

    static AddressFault Length(ReadOnlySpan<byte> part) => part.Length > Jid.MaxPartBytes ? AddressFault.TooLong : AddressFault.None;

    /// <summary>Copies, lower-casing ASCII letters and leaving all other bytes alone.</summary>
    public static void CopyLower(ReadOnlySpan<byte> source, Span<byte> target)
    {
        if (Ascii.ToLower(source, target, out _) != OperationStatus.Done)
            source.CopyTo(target); // not ASCII: came out of preparation in lower case already
    }

    /// <summary>False when the string holds half a surrogate pair.</summary>
    public static bool TryEncode(ReadOnlySpan<char> text, out byte[] utf8)
    {
        utf8 = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var status = System.Text.Unicode.Utf8.FromUtf16(text, utf8, out _, out var written, replaceInvalidSequences: false);
        utf8 = utf8[..written];
        return status == OperationStatus.Done;
    }

    /// <summary>False when the bytes are not well-formed UTF-8.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> utf8, out string text)
    {
        var buffer = new char[utf8.Length];
        var status = System.Text.Unicode.Utf8.ToUtf16(utf8, buffer, out _, out var written, replaceInvalidSequences: false);
        text = new string(buffer, 0, written);
        return status == OperationStatus.Done;
    }
}
