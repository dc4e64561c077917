namespace Nightjar.Configuration;

/// <summary>One thing wrong with the configuration, in words for the operator.</summary>
internal readonly record struct ConfigurationProblem(SourceLocation Location, string Message)
{
    public override string ToString() => $"{Location}: {Message}";
}
