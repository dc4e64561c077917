namespace Nightjar.Xmpp.Sasl;

/// <summary>The GS2 header that starts a client-first-message (RFC 5801 §4, RFC 5802 §7), still escaped.</summary>
readonly ref struct Gs2Header
{
    /// <summary><c>n</c>, <c>y</c> or <c>p</c>.</summary>
    public byte Flag { get; private init; }

    /// <summary>The channel-binding type of <c>p=</c>; otherwise empty.</summary>
    public ReadOnlySpan<byte> Binding { get; private init; }

    /// <summary>The escaped authorization identity; empty when there is none.</summary>
    public ReadOnlySpan<byte> Authzid { get; private init; }

    /// <summary>Length of the header with its final comma.</summary>
    public int Length { get; private init; }

    public static bool TryParse(ReadOnlySpan<byte> message, out Gs2Header header)
    {
        header = default;
        var firstComma = message.IndexOf((byte)',');
        if (firstComma < 1) return false;
        var flag = message[..firstComma];
        var binding = flag.StartsWith("p="u8) ? flag[2..] : [];
        if (flag[0] == 'p' ? !IsBindingName(binding) : flag.Length != 1 || flag[0] is not ((byte)'n' or (byte)'y')) return false;

        var rest = message[(firstComma + 1)..];
        var secondComma = rest.IndexOf((byte)',');
        if (secondComma < 0) return false;
        var authzid = rest[..secondComma];
        if (!authzid.IsEmpty && (!authzid.StartsWith("a="u8) || authzid.Length == 2)) return false;
        header = new Gs2Header
        {
            Flag = flag[0],
            Binding = binding,
            Authzid = authzid.IsEmpty ? authzid : authzid[2..],
            Length = firstComma + 1 + secondComma + 1,
        };
        return true;
    }

    static bool IsBindingName(ReadOnlySpan<byte> name)
    {
        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'.' or (byte)'-')) return false;
        }

        return !name.IsEmpty;
    }
}
