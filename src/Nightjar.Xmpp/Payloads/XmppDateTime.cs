using System.Globalization;

namespace Nightjar.Xmpp.Payloads;

/// <summary>
/// Dates and times as XMPP writes them (XEP-0082). Reading is exact: any zone, any number of fractional digits (those below 100
/// ns are cut off), nothing else. Writing is always UTC, because a zone tells where somebody is.
/// </summary>
public static class XmppDateTime
{
    const int DateLength = 10;
    const int TimeLength = 8;
    const int MaxFractionDigits = 7; // the clock's resolution, 100 ns
    const int MaxOffsetMinutes = 14 * 60; // XML Schema's bound

    /// <summary>The DateTime profile: <c>2002-09-10T23:08:25Z</c>.</summary>
    /// <param name="value">The moment.</param>
    /// <param name="fractionDigits">Exactly this many fractional digits (0 to 7, cut off, not rounded); when omitted, as many as
    /// the value needs, so that reading it gives the same value back.</param>
    public static string Format(DateTimeOffset value, int? fractionDigits = null)
    {
        if (fractionDigits is < 0 or > MaxFractionDigits) throw new ArgumentOutOfRangeException(nameof(fractionDigits));
        var fraction = fractionDigits switch
        {
            null => "FFFFFFF",
            0 => "",
            { } digits => new string('f', digits),
        };
        var format = fraction.Length == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : $"yyyy-MM-dd'T'HH:mm:ss.{fraction}'Z'";
        return value.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>The Date profile: <c>1776-07-04</c>.</summary>
    public static string Format(DateOnly value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Reads the DateTime profile; the result is in UTC.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset value)
    {
        value = default;
        if (text.Length <= DateLength || text[DateLength] != 'T' || !TryParse(text[..DateLength], out DateOnly date)) return false;
        if (!TryParseTime(text[(DateLength + 1)..], out var time, out var offset) || offset is null) return false;
        var ticks = date.ToDateTime(time).Ticks - offset.Value.Ticks;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks) return false; // the first and last hours of the calendar, moved out of it
        value = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    /// <summary>Reads the Date profile.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateOnly value)
    {
        value = default;
        if (text.Length != DateLength || text[4] != '-' || text[7] != '-') return false;
        var (year, month, day) = (Number(text[..4]), Number(text[5..7]), Number(text[8..]));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        value = new DateOnly(year, month, day);
        return true;
    }

    /// <summary>Reads the Time profile; the offset is null when the text has no zone.</summary>
    public static bool TryParseTime(ReadOnlySpan<char> text, out TimeOnly value, out TimeSpan? offset)
    {
        (value, offset) = (default, null);
        if (text.Length < TimeLength || text[2] != ':' || text[5] != ':') return false;
        var (hour, minute, second) = (Number(text[..2]), Number(text[3..5]), Number(text[6..8]));
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59) return false;

        var rest = text[TimeLength..];
        if (!TryTakeFraction(ref rest, out var ticks)) return false;
        if (!rest.IsEmpty && !TryParseOffset(rest, out offset)) return false;
        value = new TimeOnly(hour, minute, second).Add(new TimeSpan(ticks));
        return true;
    }

    static bool TryTakeFraction(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest.IsEmpty || rest[0] != '.') return true;
        var length = rest[1..].IndexOfAnyExceptInRange('0', '9');
        var digits = length < 0 ? rest[1..] : rest.Slice(1, length);
        if (digits.IsEmpty) return false;
        for (var at = 0; at < MaxFractionDigits; at++) ticks = ticks * 10 + (at < digits.Length ? digits[at] - '0' : 0);
        rest = rest[(1 + digits.Length)..];
        return true;
    }

    static bool TryParseOffset(ReadOnlySpan<char> zone, out TimeSpan? offset)
    {
        offset = TimeSpan.Zero;
        if (zone is "Z") return true;
        if (zone.Length != 6 || zone[0] is not ('+' or '-') || zone[3] != ':') return false;
        var (hours, minutes) = (Number(zone[1..3]), Number(zone[4..]));
        var total = hours * 60 + minutes;
        if (hours < 0 || minutes is < 0 or > 59 || total > MaxOffsetMinutes) return false;
        offset = TimeSpan.FromMinutes(zone[0] == '-' ? -total : total);
        return true;
    }

    // -1 unless every character is an ASCII digit; at most four digits come in.
    static int Number(ReadOnlySpan<char> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit)) return -1;
            value = value * 10 + (digit - '0');
        }

        return value;
    }
}
