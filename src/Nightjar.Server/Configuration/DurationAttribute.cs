namespace Nightjar.Server.Configuration;

/// <summary>Marks a length of time (<c>30s</c>, <c>5m</c>, <c>7d</c>) and gives its range, both ends included.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationAttribute(string min, string max) : BoundsAttribute(min, max);
