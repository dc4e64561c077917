using System.Globalization;
using System.Net;
using System.Reflection;
using Nightjar.Server.Configuration;

namespace Nightjar.Configuration;

/// <summary>Single values: from text to what a property holds, within its bounds, and back.</summary>
internal static class ScalarValues
{
    /// <summary>The value, or what is wrong with the text as a sentence.</summary>
    public static object? Parse(string text, Type type, PropertyInfo property, out string? fault)
    {
        fault = null;
        if (type == typeof(string))
        {
            return text;
        }

        var value = ParseValue(text, type, property, ref fault);
        if (value is not null && property.GetCustomAttribute<BoundsAttribute>() is { } bounds && OptionNames.ItemType(property.PropertyType) is null)
        {
            string? ignored = null;
            var min = (IComparable)ParseValue(bounds.Min, type, property, ref ignored)!;
            var max = (IComparable)ParseValue(bounds.Max, type, property, ref ignored)!;
            if (min.CompareTo(value) > 0 || max.CompareTo(value) < 0)
            {
                fault = $"{text} is out of range: {bounds.Min} to {bounds.Max} is allowed.";
                return null;
            }
        }

        return value;
    }

    /// <summary>How a value is written in the file.</summary>
    public static string Format(object? value, PropertyInfo property) => value switch
    {
        null => "null",
        bool b => b ? "true" : "false",
        int i when property.IsDefined(typeof(SizeAttribute)) => Units.FormatSize(i),
        int i => i.ToString(CultureInfo.InvariantCulture),
        TimeSpan t => Units.FormatDuration(t),
        Enum e => OptionNames.WordsOf(e.GetType()).First(w => w.Value.Equals(e)).Word,
        IPAddress a => a.ToString(),
        string s => s,
        _ => throw new InvalidOperationException($"Options cannot hold a {value.GetType()}."),
    };

    private static object? ParseValue(string text, Type type, PropertyInfo property, ref string? fault)
    {
        if (type == typeof(bool))
        {
            return text switch { "true" => true, "false" => false, _ => Fault(ref fault, $"`{text}` is neither true nor false.") };
        }

        if (type == typeof(int))
        {
            return property.IsDefined(typeof(SizeAttribute)) ? ParseSize(text, ref fault)
                : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
                : Fault(ref fault, $"`{text}` is not a whole number.");
        }

        if (type == typeof(TimeSpan))
        {
            return Units.TryParseDuration(text, out var duration) ? duration
                : Fault(ref fault, $"`{text}` is not a duration; write a number with ms, s, m, h or d, e.g. 30s.");
        }

        if (type == typeof(IPAddress))
        {
            return IsAddress(text, out var address) ? address
                : Fault(ref fault, $"`{text}` is not an IP address; e.g. 127.0.0.1, ::1, 0.0.0.0 or \"::\".");
        }

        if (type.IsEnum)
        {
            var words = OptionNames.WordsOf(type).ToList();
            return words.FirstOrDefault(w => w.Word == text).Value
                ?? Fault(ref fault, $"`{text}` is not a value for this. {Suggestion.For(text, words.Select(w => w.Word))}");
        }

        throw new InvalidOperationException($"Options cannot hold a {type}.");
    }

    private static object? ParseSize(string text, ref string? fault)
    {
        if (!Units.TryParseSize(text, out var bytes))
        {
            return Fault(ref fault, $"`{text}` is not a size; write a number of bytes, or one with KiB, MiB or GiB.");
        }

        // Beyond what fits, the largest value: the range check then names the limit.
        return (int)Math.Min(bytes, int.MaxValue);
    }

    // The system's parser also takes "5" and "1.2" for addresses; nobody means that.
    private static bool IsAddress(string text, out IPAddress? address) =>
        IPAddress.TryParse(text, out address) && (text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3);

    private static object? Fault(ref string? fault, string message)
    {
        fault = message;
        return null;
    }
}
