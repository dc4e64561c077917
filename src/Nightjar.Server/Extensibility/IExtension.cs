namespace Nightjar.Server.Extensibility;

/// <summary>
/// One specification (usually an XEP) as one declaration: what it does, what it advertises, what it is called.
/// Created once; must be safe for concurrent use.
/// </summary>
public interface IExtension
{
    /// <summary>Declares everything; called once, at start, before anything is served.</summary>
    void Configure(ExtensionBuilder x);
}
