using System.Text.Json;

namespace Nightjar.Interop.Drivers;

/// <summary>One line a driver printed: something its client observed.</summary>
internal sealed record DriverEvent(string Name, JsonElement Fields)
{
    /// <summary>The field's text; null when it is absent or null.</summary>
    public string? this[string field] =>
        Fields.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;

    public static DriverEvent Parse(string line)
    {
        var fields = JsonDocument.Parse(line).RootElement;
        return new DriverEvent(fields.GetProperty("event").GetString()!, fields);
    }

    public override string ToString() => Fields.GetRawText();
}
