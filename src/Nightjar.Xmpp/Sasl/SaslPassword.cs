using System.Text;

namespace Nightjar.Xmpp.Sasl;

/// <summary>Turns a password into the bytes that SCRAM hashes.</summary>
public static class SaslPassword
{
    /// <summary>
    /// Prepares a password: printable ASCII as it is, everything else by the OpaqueString profile (RFC 8265 §4). Null when the
    /// password is empty or the profile refuses it. The caller zeroes the result.
    /// </summary>
    /// <param name="password">The password as typed.</param>
    /// <param name="opaqueString">The profile's enforcement; it returns null for a string it refuses.</param>
    public static byte[]? Prepare(string password, Func<string, string?> opaqueString)
    {
        var prepared = IsPrintableAscii(password) ? password : opaqueString(password);
        return string.IsNullOrEmpty(prepared) ? null : Encoding.UTF8.GetBytes(prepared);
    }

    // On printable ASCII the profile changes nothing and refuses nothing.
    static bool IsPrintableAscii(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
