namespace Nightjar.Server.Configuration;

/// <summary>How a value is written in the configuration file where the derived name would read badly.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class ConfigurationNameAttribute(string name) : Attribute
{
    /// <summary>The name as written in the file.</summary>
    public string Name => name;
}
