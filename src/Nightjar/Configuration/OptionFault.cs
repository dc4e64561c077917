namespace Nightjar.Configuration;

/// <summary>A setting that does not fit with the others.</summary>
internal readonly record struct OptionFault(string Path, string Message);
