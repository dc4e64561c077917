namespace Nightjar.Server.Configuration;

/// <summary>Marks a number of bytes (<c>262144</c> or <c>256KiB</c>) and gives its range, both ends included.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SizeAttribute(string min, string max) : BoundsAttribute(min, max);
