using Nightjar.Server.Extensibility;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Extensions;

/// <summary>
/// What the server does on its own and only has to be named here: for service discovery (messages kept for who is offline,
/// with the time they came; hints about keeping and copying pass through), for the features page, and for doap.xml.
/// </summary>
public sealed class CoreProtocol : IExtension
{
    /// <inheritdoc/>
    public void Configure(ExtensionBuilder x) => x
        .Implements(xep: 4, "Data Forms", version: "2.13.2")
        .Implements(xep: 160, "Best Practices for Handling Offline Messages", version: "1.0.1")
        .Feature("msgoffline")
        .Implements(xep: 198, "Stream Management", version: "1.6.3")
        .Implements(xep: 203, "Delayed Delivery", version: "2.0")
        .Feature(Namespaces.Delay)
        .Implements(xep: 334, "Message Processing Hints", version: "1.0.0")
        .Feature(Namespaces.Hints)
        .Implements(xep: 368, "SRV records for XMPP over TLS", version: "1.1.0", note: "for clients")
        .Implements(xep: 386, "Bind 2", version: "1.1.0")
        .Implements(xep: 388, "Extensible SASL Profile", version: "1.0.4")
        .Implements(xep: 440, "SASL Channel-Binding Type Capability", version: "1.0.0")
        .Implements(xep: 474, "SASL SCRAM Downgrade Protection", version: "0.5.0")
        .Implements(xep: 478, "Stream Limits Advertisement", version: "0.2.0")
        .Implements(xep: 480, "SASL Upgrade Tasks", version: "0.2.0")
        .Implements(xep: 484, "Fast Authentication Streamlining Tokens", version: "0.2.0");
}
