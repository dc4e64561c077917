namespace Nightjar.Server.Negotiation;

/// <summary>The base64 of SASL messages in XML.</summary>
internal static class Base64Text
{
    /// <summary>The bytes, or null; empty text and <c>=</c> (RFC 6120 §6.4.2) are no bytes. White space around it is allowed.</summary>
    public static byte[]? Decode(string text)
    {
        text = text.Trim();
        if (text is "" or "=")
        {
            return [];
        }

        byte[] buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out int length) ? buffer[..length] : null;
    }
}
