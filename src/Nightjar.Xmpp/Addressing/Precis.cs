using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Nightjar.Xmpp.Addressing;

/// <summary>Preparation, enforcement and comparison of internationalised strings (RFC 8264).</summary>
public static class Precis
{
    /// <summary>Enforces the profile: the form to store and send, or why the string is refused.</summary>
    public static bool TryEnforce(PrecisProfile profile, string text, [NotNullWhen(true)] out string? result, out AddressFault fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        result = null;
        fault = AddressFault.ForbiddenCharacter;
        return false;
    }
}
