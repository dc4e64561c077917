using System.Globalization;

namespace Nightjar.Server.Configuration;

/// <summary>Marks a plain number and gives its range, both ends included.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CountAttribute(long min, long max)
    : BoundsAttribute(min.ToString(CultureInfo.InvariantCulture), max.ToString(CultureInfo.InvariantCulture));
