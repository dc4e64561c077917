using System.Globalization;

namespace Nightjar.Configuration;

/// <summary>Sizes and durations as people write them.</summary>
internal static class Units
{
    // Longest first, so that the shortest exact way of writing a value is found by trying them in order.
    private static readonly (string Unit, long Bytes)[] SizeUnits = [("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10), ("B", 1)];

    private static readonly (string Unit, TimeSpan Length)[] DurationUnits =
    [
        ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    /// <summary>Reads <c>10000</c>, <c>256KiB</c>, <c>16 MiB</c>. Only powers of two: KB would mean two things.</summary>
    public static bool TryParseSize(string text, out long bytes)
    {
        bytes = 0;
        var (number, unit) = Split(text);
        var factor = unit.Length == 0 ? 1 : SizeUnits.FirstOrDefault(u => u.Unit.Equals(unit, StringComparison.OrdinalIgnoreCase)).Bytes;
        if (factor == 0 || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > long.MaxValue / factor)
        {
            return false;
        }

        bytes = count * factor;
        return true;
    }

    /// <summary>Reads <c>30s</c>, <c>5m</c>, <c>7d</c>, <c>250ms</c>; only 0 goes without a unit.</summary>
    public static bool TryParseDuration(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var (number, unit) = Split(text);
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        var length = DurationUnits.FirstOrDefault(u => u.Unit == unit).Length;
        if (length == TimeSpan.Zero)
        {
            return unit.Length == 0 && count == 0;
        }

        if (count > TimeSpan.MaxValue.Ticks / length.Ticks)
        {
            return false;
        }

        duration = length * count;
        return true;
    }

    /// <summary>Writes a number of bytes with the largest unit that leaves no remainder.</summary>
    public static string FormatSize(long bytes)
    {
        var (unit, factor) = SizeUnits.First(u => bytes >= u.Bytes && bytes % u.Bytes == 0 || u.Bytes == 1);
        return factor == 1 ? bytes.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{bytes / factor}{unit}");
    }

    /// <summary>Writes a duration with the largest unit that leaves no remainder.</summary>
    public static string FormatDuration(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        var (unit, length) = DurationUnits.First(u => duration >= u.Length && duration.Ticks % u.Length.Ticks == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / length.Ticks}{unit}");
    }

    private static (string Number, string Unit) Split(string text)
    {
        var trimmed = text.Trim();
        var digits = trimmed.TakeWhile(char.IsAsciiDigit).Count();
        return (trimmed[..digits], trimmed[digits..].Trim());
    }
}
