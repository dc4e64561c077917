using System.Buffers;
using System.Text;

namespace Nightjar.Xmpp.Addressing;

/// <summary>Domains that need no Unicode: letters, digits and hyphens, in any case.</summary>
static class AsciiDomain
{
    /// <summary>Longest name in presentation form without the last dot: 255 bytes on the wire (RFC 1035 §2.3.4) less two.</summary>
    public const int MaxNameBytes = 253;

    /// <summary>Longest label (RFC 1035 §2.3.4).</summary>
    public const int MaxLabelBytes = 63;

    static readonly SearchValues<byte> Ldh = SearchValues.Create("-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>What is wrong with the name, <see cref="AddressFault.None"/>, or null when it must take the long way
    /// (not ASCII, an address literal in brackets, or with an <c>xn--</c> label).</summary>
    public static AddressFault? Check(ReadOnlySpan<byte> domain)
    {
        if (domain.ContainsAnyExcept(Ldh))
            return Ascii.IsValid(domain) && domain[0] != (byte)'[' ? AddressFault.ForbiddenCharacter : null;
        for (var rest = domain; ;)
        {
            var dot = rest.IndexOf((byte)'.');
            var label = dot < 0 ? rest : rest[..dot];
            if (label.Length >= 4 && Ascii.EqualsIgnoreCase(label[..4], "xn--"u8))
                return null;
            if (!HasForm(label))
                return AddressFault.BadLabel;
            if (dot < 0)
                return Finish(domain, label);
            rest = rest[(dot + 1)..];
        }
    }

    /// <summary>Checks one label that is no A-label: a letter or digit first and last, no reserved hyphens (RFC 5890 §2.3.1).</summary>
    public static AddressFault CheckLabel(ReadOnlySpan<byte> label)
    {
        if (label.ContainsAnyExcept(Ldh) || label.Contains((byte)'.'))
            return AddressFault.ForbiddenCharacter;
        return HasForm(label) ? AddressFault.None : AddressFault.BadLabel;
    }

    static bool HasForm(ReadOnlySpan<byte> label)
    {
        var reserved = label.Length >= 4 && label[2] == (byte)'-' && label[3] == (byte)'-';
        return !reserved && label.Length is > 0 and <= MaxLabelBytes && label[0] != (byte)'-' && label[^1] != (byte)'-';
    }

    static AddressFault Finish(ReadOnlySpan<byte> domain, ReadOnlySpan<byte> lastLabel)
    {
        // No top-level domain is all digits (RFC 3696 §2), so such a name can only be meant as an IPv4 address.
        if (!lastLabel.ContainsAnyExceptInRange((byte)'0', (byte)'9') && !IsIPv4(domain))
            return AddressFault.BadIpLiteral;
        return domain.Length > MaxNameBytes ? AddressFault.TooLong : AddressFault.None;
    }

    /// <summary>Four decimal numbers from 0 to 255 without leading zeros (RFC 3986 §3.2.2).</summary>
    static bool IsIPv4(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var range in text.Split((byte)'.'))
        {
            var number = text[range];
            if (++count > 4 || number.Length is 0 or > 3 || number.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
                return false;
            if ((number.Length > 1 && number[0] == (byte)'0') || int.Parse(number, provider: null) > 255)
                return false;
        }
        return count == 4;
    }
}
