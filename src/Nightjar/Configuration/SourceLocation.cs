namespace Nightjar.Configuration;

/// <summary>Where a setting was written: a line of the file, or an environment variable.</summary>
internal readonly record struct SourceLocation(string Source, long Line, long Column)
{
    /// <summary>In the form that editors and terminals make clickable.</summary>
    public override string ToString() => Line > 0 ? $"{Source}:{Line}:{Column}" : Source;
}
