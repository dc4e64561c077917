using System.Runtime.CompilerServices;

using Nightjar.Server.Configuration;
using Nightjar.Server.Extensibility;
using Nightjar.Server.Negotiation;
using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Payloads;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Extensions;

/// <summary>XEP-0390: Entity Capabilities 2.0, the server's own: the same announcement with a hash that cannot be forged.</summary>
public sealed class EntityCaps2 : IExtension
{
    // For each description the same object, so that a log-in costs no hash.
    private static readonly ConditionalWeakTable<Element, CapsHashSet?> s_announced = new();

    /// <inheritdoc/>
    public void Configure(ExtensionBuilder x) => x
        .Implements(xep: 390, "Entity Capabilities 2.0", version: "0.3.2")
        .Feature(CapsHashSet.Namespace)
        .StreamFeature((services, domain) => Of(services.Extensions, domain)?.ToElement())
        .DiscoNode(Answer, IqScope.Server);

    private static Element? Answer(IqRequest iq, string node) =>
        iq.Payload.Namespace == Namespaces.DiscoInfo
        && Of(iq.Services.Extensions, iq.Domain)?.Hashes.Any(h => CapsHashSet.QueryNode(h) == node) == true
            ? iq.Services.Extensions.Describe(IqScope.Server, iq.Domain)
            : null;

    // SHA-256 alone: everybody has it, and a second hash would only make every log-in longer.
    private static CapsHashSet? Of(ExtensionSet extensions, DomainOptions domain) => s_announced.GetValue(
        extensions.Describe(IqScope.Server, domain),
        static info => CapsHashSet.Compute(info, "", "sha-256"));
}
