namespace Nightjar.Server.Configuration;

/// <summary>
/// The range of one option, both ends included, as it is written in the configuration file.
/// The property's documentation gives the reason for the limit.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class BoundsAttribute(string min, string max) : Attribute
{
    /// <summary>The smallest allowed value.</summary>
    public string Min => min;

    /// <summary>The largest allowed value.</summary>
    public string Max => max;
}
