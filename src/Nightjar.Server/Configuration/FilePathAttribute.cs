namespace Nightjar.Server.Configuration;

/// <summary>
/// Marks a path of a file or folder. A relative one counts from the folder of the configuration file,
/// or from the working directory when there is none; after loading it is absolute.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FilePathAttribute : Attribute;
