namespace Nightjar.Configuration;

/// <summary>A list.</summary>
internal sealed class SequenceNode(SourceLocation location) : ConfigurationNode(location)
{
    public List<ConfigurationNode> Items { get; } = [];

    public override string Kind => "a list";
}
