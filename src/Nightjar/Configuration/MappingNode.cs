namespace Nightjar.Configuration;

/// <summary>A group of settings, in the order they were written.</summary>
internal sealed class MappingNode(SourceLocation location) : ConfigurationNode(location)
{
    public OrderedDictionary<string, (SourceLocation KeyLocation, ConfigurationNode Value)> Entries { get; } = [];

    public override string Kind => "a group of settings";
}
