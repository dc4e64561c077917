namespace Nightjar.Server.Extensibility;

/// <summary>All extensions, declared. Immutable.</summary>
public sealed class ExtensionSet
{
    private readonly List<ExtensionBuilder> _builders = [];

    /// <summary>Lets every extension declare itself.</summary>
    public ExtensionSet(IEnumerable<IExtension> extensions)
    {
        ArgumentNullException.ThrowIfNull(extensions);
        foreach (IExtension extension in extensions)
        {
            var builder = new ExtensionBuilder(extension);
            extension.Configure(builder);
            _builders.Add(builder);
        }
    }

    /// <summary>The declarations, in order.</summary>
    public IReadOnlyList<ExtensionBuilder> Declarations => _builders;

    /// <summary>Features to advertise for a scope, each once, in ordinal order.</summary>
    public IReadOnlyList<string> Features(IqScope scope) =>
        [.. _builders.SelectMany(b => b.Features).Where(f => (f.Scope & scope) != 0).Select(f => f.Namespace).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Everything of one type that was contributed, in order.</summary>
    public IEnumerable<T> Contributions<T>() => _builders.SelectMany(b => b.Contributions<T>());

    internal Hook<T> Hook<T>()
        where T : Delegate => new(Contributions<HookContribution<T>>());
}
