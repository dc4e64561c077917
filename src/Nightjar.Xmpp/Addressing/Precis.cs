using System.Diagnostics.CodeAnalysis;

namespace Nightjar.Xmpp.Addressing;

/// <summary>
/// Preparation, enforcement and comparison of internationalised strings (RFC 8264) under Unicode 15.0. Plain ASCII takes a
/// short way without tables.
/// </summary>
public static class Precis
{
    /// <summary>Longest input, in UTF-16 units: three times the longest result, since full-width letters shrink to a third in UTF-8.</summary>
    public const int MaxInputLength = 3 * Jid.MaxPartBytes;

    // RFC 8264 §7: a few strings settle only when the rules are applied again, and three more times are allowed.
    const int MaxRounds = 4;

    /// <summary>Enforces the profile: the form to store and send, or why the string is refused. The result is never empty.</summary>
    /// <remarks>Enforcing a result again gives the same string. The bound of 1023 bytes on parts of a JID is not checked here.</remarks>
    public static bool TryEnforce(PrecisProfile profile, string text, [NotNullWhen(true)] out string? result, out AddressFault fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        fault = Enforce(profile, forComparison: false, text, out var enforced);
        result = fault == AddressFault.None ? enforced : null;
        return fault == AddressFault.None;
    }

    /// <summary>
    /// True when both strings are valid and mean the same under the profile (RFC 8264 §6). Nicknames are compared without
    /// regard to case (RFC 8266 §2.4). Not in constant time: never for secrets.
    /// </summary>
    public static bool AreEqual(PrecisProfile profile, string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return Enforce(profile, forComparison: true, left, out var a) == AddressFault.None
            && Enforce(profile, forComparison: true, right, out var b) == AddressFault.None
            && string.Equals(a, b, StringComparison.Ordinal);
    }

    static AddressFault Enforce(PrecisProfile profile, bool forComparison, string text, out string result)
    {
        result = text;
        if (text.Length == 0)
            return AddressFault.Empty;
        if (text.Length > MaxInputLength)
            return AddressFault.TooLong;
        if (profile != PrecisProfile.Nickname && IsShortcut(profile, text))
        {
            if (profile == PrecisProfile.UsernameCaseMapped)
                result = text.ToLowerInvariant();
            return AddressFault.None;
        }
        if (!CodePoints.IsWellFormed(text))
            return AddressFault.NotUnicode;
        for (var round = 0; round < MaxRounds; round++)
        {
            var before = result;
            var fault = ApplyOnce(profile, forComparison, ref result);
            if (fault != AddressFault.None)
                return fault;
            if (result.Length > MaxInputLength)
                return AddressFault.TooLong; // one character can become eighteen under NFKC
            if (string.Equals(before, result, StringComparison.Ordinal))
                return AddressFault.None;
        }
        return AddressFault.Unstable;
    }

    static bool IsShortcut(PrecisProfile profile, string text) =>
        !text.AsSpan().ContainsAnyExceptInRange(profile == PrecisProfile.UsernameCaseMapped ? '!' : ' ', '~');

    static AddressFault ApplyOnce(PrecisProfile profile, bool forComparison, ref string text)
    {
        var fault = profile switch
        {
            PrecisProfile.UsernameCaseMapped => Username(ref text),
            PrecisProfile.OpaqueString => Opaque(ref text),
            _ => Nickname(forComparison, ref text),
        };
        return fault == AddressFault.None && text.Length == 0 ? AddressFault.Empty : fault;
    }

    // RFC 8265 §3.3.2-3.3.3. The class is checked before the mappings, as preparation demands, and once more afterwards,
    // so that no mapping can bring in what the class excludes.
    static AddressFault Username(ref string text)
    {
        text = CodePoints.MapWidth(text);
        var fault = StringClass.Check(CodePoints.Of(text), freeform: false);
        if (fault != AddressFault.None)
            return fault;
        text = Normalization.Nfc(CodePoints.ToLower(text));
        var mapped = CodePoints.Of(text);
        if (BidiRule.IsRightToLeft(mapped) && !BidiRule.Holds(mapped))
            return AddressFault.MixedDirection;
        return StringClass.Check(mapped, freeform: false);
    }

    // RFC 8265 §4.2.1-4.2.2.
    static AddressFault Opaque(ref string text)
    {
        var fault = StringClass.Check(CodePoints.Of(text), freeform: true);
        if (fault != AddressFault.None)
            return fault;
        text = Normalization.Nfc(CodePoints.MapSpaces(text));
        return StringClass.Check(CodePoints.Of(text), freeform: true);
    }

    // RFC 8266 §2.1-2.4.
    static AddressFault Nickname(bool forComparison, ref string text)
    {
        var fault = StringClass.Check(CodePoints.Of(text), freeform: true);
        if (fault != AddressFault.None)
            return fault;
        text = string.Join(' ', CodePoints.MapSpaces(text).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (forComparison)
            text = CodePoints.ToLower(text);
        text = Normalization.Nfkc(text);
        return StringClass.Check(CodePoints.Of(text), freeform: true);
    }
}
