using System.Runtime.CompilerServices;

using Nightjar.Server.Configuration;
using Nightjar.Server.Extensibility;
using Nightjar.Server.Negotiation;
using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Payloads;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Extensions;

/// <summary>
/// XEP-0115: Entity Capabilities, the server's own, so that a client that has seen them need not ask again. The capabilities of
/// clients pass through in their presence; §8.4's stripping is not done.
/// </summary>
public sealed class EntityCaps : IExtension
{
    // For each description the same object, so that a log-in costs no hash.
    private static readonly ConditionalWeakTable<Element, Caps?> s_announced = new();

    private const string Node = "urn:nightjar:server";

    /// <inheritdoc/>
    public void Configure(ExtensionBuilder x) => x
        .Implements(xep: 115, "Entity Capabilities", version: "1.6.0", note: "without caps optimization")
        .Feature(Namespaces.Caps)
        .StreamFeature((services, domain) => Of(services.Extensions, domain)?.ToElement())
        .DiscoNode(Answer, IqScope.Server);

    private static Element? Answer(IqRequest iq, string node) =>
        iq.Payload.Namespace == Namespaces.DiscoInfo && Of(iq.Services.Extensions, iq.Domain)?.QueryNode == node
            ? iq.Services.Extensions.Describe(IqScope.Server, iq.Domain)
            : null;

    private static Caps? Of(ExtensionSet extensions, DomainOptions domain) => s_announced.GetValue(
        extensions.Describe(IqScope.Server, domain),
        static info => CapsHash.Compute(info) is { } ver ? new Caps(Node, "sha-1", ver) : null);
}
