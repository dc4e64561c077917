using Nightjar.Server.Extensibility;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Extensions;

/// <summary>
/// What the core does on its own and only has to be announced: keeping messages for who is offline, with the time they came
/// (XEP-0160, XEP-0203), and the sender's hints about keeping and copying (XEP-0334).
/// </summary>
public sealed class Passthrough : IExtension
{
    /// <inheritdoc/>
    public void Configure(ExtensionBuilder x) => x
        .Implements(xep: 160, "Best Practices for Handling Offline Messages", version: "1.0.1")
        .Feature("msgoffline")
        .Implements(xep: 203, "Delayed Delivery", version: "2.0")
        .Feature(Namespaces.Delay)
        .Implements(xep: 334, "Message Processing Hints", version: "1.0.0")
        .Feature(Namespaces.Hints);
}
