using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Nightjar.Xmpp.Addressing;

/// <summary>Domains that are not plain ASCII host names: internationalised ones (IDNA 2008) and IPv6 literals.</summary>
static class DomainName
{
    const string AcePrefix = "xn--";

    static readonly SearchValues<char> IPv6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>The normalised domain, of U-labels wherever there is an A-label or a U-label, or what is wrong.</summary>
    public static AddressFault Prepare(string text, out string prepared)
    {
        prepared = text;
        if (text[0] == '[')
            return PrepareIPv6(text, out prepared);

        // The mapping of RFC 5895: ordinary width, lower case, NFC, and the ideographic full stop as a dot.
        var mapped = Normalization.Nfc(CodePoints.ToLower(CodePoints.MapWidth(text))).Replace('\u3002', '.');
        var labels = mapped.Split('.');
        if (labels.Length > AsciiDomain.MaxNameBytes)
            return AddressFault.TooLong;

        var points = new int[labels.Length][];
        var encodedLength = labels.Length - 1; // the dots
        for (var i = 0; i < labels.Length; i++)
        {
            var fault = PrepareLabel(ref labels[i], out points[i], out var length);
            if (fault != AddressFault.None)
                return fault;
            encodedLength += length;
        }
        if (encodedLength > AsciiDomain.MaxNameBytes)
            return AddressFault.TooLong;
        // RFC 5893 §2: one right-to-left label puts all labels of the name under the rule.
        if (points.Any(p => BidiRule.IsRightToLeft(p)) && !points.All(p => BidiRule.Holds(p)))
            return AddressFault.MixedDirection;

        prepared = string.Join('.', labels);
        // A name that mapping has made plain, 1.2.3.4 in full-width digits say, obeys the rules of plain names.
        return Ascii.IsValid(prepared) ? AsciiDomain.Check(Encoding.ASCII.GetBytes(prepared)) ?? AddressFault.BadLabel : AddressFault.None;
    }

    static AddressFault PrepareLabel(ref string label, out int[] points, out int encodedLength)
    {
        points = CodePoints.Of(label);
        encodedLength = label.Length;
        if (label.Length == 0)
            return AddressFault.BadLabel;
        if (Ascii.IsValid(label) && !label.StartsWith(AcePrefix, StringComparison.Ordinal))
            return AsciiDomain.CheckLabel(Encoding.ASCII.GetBytes(label));

        string encoded;
        if (Ascii.IsValid(label))
        {
            encoded = label;
            if (label.Length > AsciiDomain.MaxLabelBytes || Punycode.Decode(label.AsSpan(AcePrefix.Length)) is not { } decoded)
                return AddressFault.BadPunycode;
            points = decoded;
            label = CodePoints.ToText(decoded);
            // RFC 5891 §5.4: the label must be what one would encode, so it is normalised and has no other spelling.
            if (Ascii.IsValid(label) || AcePrefix + Punycode.Encode(decoded) != encoded || Normalization.Nfc(label) != label
                || CheckULabel(points) != AddressFault.None)
                return AddressFault.BadPunycode;
        }
        else
        {
            var fault = CheckULabel(points);
            if (fault != AddressFault.None)
                return fault;
            if (Punycode.Encode(points) is not { } body)
                return AddressFault.BadLabel;
            encoded = AcePrefix + body;
        }
        encodedLength = encoded.Length;
        return encodedLength > AsciiDomain.MaxLabelBytes ? AddressFault.BadLabel : AddressFault.None;
    }

    // RFC 5891 §4.2.3 (the bidi rule needs the whole name and comes later).
    static AddressFault CheckULabel(ReadOnlySpan<int> label)
    {
        if (label[0] == '-' || label[^1] == '-' || (label.Length >= 4 && label[2] == '-' && label[3] == '-'))
            return AddressFault.BadLabel;
        if (UnicodeTables.Instance[label[0]].IsMark)
            return AddressFault.ForbiddenCharacter;
        return StringClass.CheckLabel(label);
    }

    static AddressFault PrepareIPv6(string text, out string prepared)
    {
        prepared = text;
        var inner = text.AsSpan(1, Math.Max(0, text.Length - 2));
        // The BCL also takes zones and ports, which are no part of an address literal (RFC 3986 §3.2.2).
        if (text[^1] != ']' || inner.ContainsAnyExcept(IPv6Characters) || !inner.Contains(':')
            || !IPAddress.TryParse(inner, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
            return AddressFault.BadIpLiteral;
        prepared = $"[{address}]"; // in the one spelling of RFC 5952
        return AddressFault.None;
    }
}
