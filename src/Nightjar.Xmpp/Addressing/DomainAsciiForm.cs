namespace Nightjar.Xmpp.Addressing;

/// <summary>Domains as DNS and certificates write them: every label in ASCII (RFC 5890 A-labels).</summary>
public static class DomainAsciiForm
{
    /// <summary>The ASCII form of a domain that <see cref="Jid.Domain"/> gave; any other text comes back as it is where it cannot be converted.</summary>
    public static string Of(string domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return System.Text.Ascii.IsValid(domain) ? domain : string.Join('.', domain.Split('.').Select(Label));
    }

    static string Label(string label)
    {
        if (System.Text.Ascii.IsValid(label))
        {
            return label;
        }

        int[] points = [.. label.EnumerateRunes().Select(r => r.Value)];
        return Punycode.Encode(points) is { } encoded ? "xn--" + encoded : label;
    }
}
