using System.Collections.Concurrent;

using Nightjar.Server.Configuration;
using Nightjar.Xmpp.Payloads;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Server.Extensibility;

/// <summary>All extensions, declared. Immutable.</summary>
public sealed class ExtensionSet
{
    private readonly List<ExtensionBuilder> _builders = [];
    private readonly ConcurrentDictionary<(IqScope Scope, string Domain), Element> _descriptions = new();

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

    /// <summary>Features to advertise for a scope on a domain, each once, in ordinal order.</summary>
    public IReadOnlyList<string> Features(IqScope scope, DomainOptions domain) =>
    [
        .. _builders.SelectMany(b => b.Features).Where(f => (f.Scope & scope) != 0 && f.When?.Invoke(domain) != false)
            .Select(f => f.Namespace).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>
    /// The answer to disco#info without a node (XEP-0030 §3.1) for a domain or its accounts: identities, features and forms as
    /// declared. The same object each time.
    /// </summary>
    public Element Describe(IqScope scope, DomainOptions domain) => _descriptions.GetOrAdd((scope, domain.Name), _ =>
    {
        IEnumerable<Element> identities = _builders.SelectMany(b => b.Identities).Where(i => (i.Scope & scope) != 0)
            .Select(i => new Element(
                Namespaces.DiscoInfo, "identity", ("category", i.Category), ("type", i.Type), ("name", i.Name),
                // Stated, because it goes into hashes (XEP-0115, XEP-0390), and what would be inherited differs from stream to stream.
                new XmlAttribute(Namespaces.Xml, "lang", "en")));
        IEnumerable<Element> features = Features(scope, domain)
            .Select(f => new Element(Namespaces.DiscoInfo, "feature", ("var", f)));
        IEnumerable<Element> forms = _builders.SelectMany(b => b.Forms).Where(f => (f.Scope & scope) != 0)
            .Select(f => f.Make(domain)).OfType<DataForm>().Select(f => f.ToElement());
        return new Element(Namespaces.DiscoInfo, "query", Content.Many([.. identities, .. features, .. forms]));
    });

    /// <summary>Everything of one type that was contributed, in order.</summary>
    public IEnumerable<T> Contributions<T>() => _builders.SelectMany(b => b.Contributions<T>());

    internal Hook<T> Hook<T>()
        where T : Delegate => new(Contributions<HookContribution<T>>());
}
