namespace Nightjar.Configuration;

/// <summary>A piece of configuration as written, with its place. Mutable only while file and environment are put together.</summary>
internal abstract class ConfigurationNode(SourceLocation location)
{
    public SourceLocation Location => location;

    /// <summary>What it is called in messages.</summary>
    public abstract string Kind { get; }
}
