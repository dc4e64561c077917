using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Nightjar.Logging;

/// <summary>The form of a line. One event is one line, whatever is in it: nobody can forge a second.</summary>
internal static class LogLine
{
    public static string Text(DateTimeOffset time, LogLevel level, string category, string message, Exception? exception)
    {
        var text = new StringBuilder(160);
        text.Append(time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)).Append("Z ");
        text.Append(Word(level)).Append(' ').Append(ShortCategory(category)).Append(": ");
        AppendOnOneLine(text, message);
        if (exception is not null)
        {
            text.Append(" | ");
            AppendOnOneLine(text, exception.ToString());
        }

        return text.ToString();
    }

    public static string Json(DateTimeOffset time, LogLevel level, string category, EventId id, string message, Exception? exception)
    {
        using var stream = new MemoryStream(256);
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }; // Goes to a file, never into HTML.
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            writer.WriteStartObject();
            writer.WriteString("time", time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            writer.WriteString("level", Word(level).TrimEnd());
            writer.WriteString("category", category);
            if (id.Id != 0)
            {
                writer.WriteNumber("event", id.Id);
            }

            writer.WriteString("message", message);
            if (exception is not null)
            {
                writer.WriteString("exception", exception.ToString());
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        LogLevel.Error => "error",
        _ => "crit ",
    };

    private static string ShortCategory(string category) => category[(category.LastIndexOf('.') + 1)..];

    private static void AppendOnOneLine(StringBuilder text, string part)
    {
        foreach (var c in part)
        {
            if (c == '\n')
            {
                text.Append(" | ");
            }
            else if (!char.IsControl(c))
            {
                text.Append(c);
            }
        }
    }
}
