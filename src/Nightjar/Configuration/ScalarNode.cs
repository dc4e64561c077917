namespace Nightjar.Configuration;

/// <summary>A single value.</summary>
/// <param name="value">The text.</param>
/// <param name="isPlain">Whether it stood without quotes, so that <c>null</c> means nothing rather than the word.</param>
/// <param name="location">Its place.</param>
internal sealed class ScalarNode(string value, bool isPlain, SourceLocation location) : ConfigurationNode(location)
{
    public string Value => value;

    public bool IsNull => isPlain && value is "" or "~" or "null";

    public override string Kind => "a single value";
}
