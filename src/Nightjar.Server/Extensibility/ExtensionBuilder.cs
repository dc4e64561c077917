using Nightjar.Server.Configuration;
using Nightjar.Xmpp.Payloads;

namespace Nightjar.Server.Extensibility;

/// <summary>
/// Takes an extension's declaration. What can be declared beyond name and features is added by the area it concerns
/// (<c>OnIqGet</c> beside the IQ types, and so on), as extension methods over <see cref="Contribute{T}"/>.
/// </summary>
public sealed class ExtensionBuilder
{
    private readonly List<object> _contributions = [];
    private readonly List<ImplementedSpecification> _specifications = [];
    private readonly List<AdvertisedFeature> _features = [];
    private readonly List<AdvertisedIdentity> _identities = [];
    private readonly List<AdvertisedForm> _forms = [];

    internal ExtensionBuilder(IExtension extension) => Extension = extension;

    /// <summary>The extension that is being declared.</summary>
    public IExtension Extension { get; }

    /// <summary>The class name: log category, metric tag and name of the on/off switch.</summary>
    public string Name => Extension.GetType().Name;

    /// <summary>What was declared with <see cref="Implements"/>.</summary>
    public IReadOnlyList<ImplementedSpecification> Specifications => _specifications;

    /// <summary>What was declared with <see cref="Feature"/>.</summary>
    public IReadOnlyList<AdvertisedFeature> Features => _features;

    /// <summary>Names the specification, for the features page and doap.xml.</summary>
    public ExtensionBuilder Implements(int xep, string title, string version, string? note = null)
    {
        _specifications.Add(new ImplementedSpecification(xep, title, version, note));
        return this;
    }

    /// <summary>What was declared with <see cref="Identity"/>.</summary>
    public IReadOnlyList<AdvertisedIdentity> Identities => _identities;

    /// <summary>What was declared with <see cref="Form"/>.</summary>
    public IReadOnlyList<AdvertisedForm> Forms => _forms;

    /// <summary>Advertises a feature in service discovery (XEP-0030).</summary>
    /// <param name="ns">The feature.</param>
    /// <param name="scope">Whose.</param>
    /// <param name="when">On which domains; on all when null. Must always say the same about one domain.</param>
    public ExtensionBuilder Feature(string ns, IqScope scope = IqScope.Server, Func<DomainOptions, bool>? when = null)
    {
        _features.Add(new AdvertisedFeature(ns, scope, when));
        return this;
    }

    /// <summary>Advertises an identity in service discovery (XEP-0030).</summary>
    public ExtensionBuilder Identity(string category, string type, string? name = null, IqScope scope = IqScope.Server)
    {
        _identities.Add(new AdvertisedIdentity(category, type, name, scope));
        return this;
    }

    /// <summary>Adds a form to service discovery (XEP-0128); null where a domain has nothing to say.</summary>
    public ExtensionBuilder Form(Func<DomainOptions, DataForm?> form, IqScope scope = IqScope.Server)
    {
        _forms.Add(new AdvertisedForm(form, scope));
        return this;
    }

    /// <summary>Adds something that the server collects by type. For the areas' own extension methods.</summary>
    public ExtensionBuilder Contribute<T>(T contribution)
        where T : class
    {
        _contributions.Add(contribution);
        return this;
    }

    /// <summary>Everything of one type that was contributed, in order.</summary>
    public IEnumerable<T> Contributions<T>() => _contributions.OfType<T>();
}

/// <summary>A specification that an extension implements.</summary>
/// <param name="Xep">Its number.</param>
/// <param name="Title">Its title.</param>
/// <param name="Version">The version built to.</param>
/// <param name="Note">What is left out, or null.</param>
public sealed record ImplementedSpecification(int Xep, string Title, string Version, string? Note);

/// <summary>A feature in service discovery.</summary>
/// <param name="Namespace">The feature.</param>
/// <param name="Scope">Whose.</param>
/// <param name="When">On which domains; null for all.</param>
public sealed record AdvertisedFeature(string Namespace, IqScope Scope, Func<DomainOptions, bool>? When);
