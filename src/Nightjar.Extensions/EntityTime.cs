using Nightjar.Server.Extensibility;
using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Payloads;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Extensions;

/// <summary>XEP-0202: Entity Time, of the server. The zone is always UTC: where the machine stands is nobody's business.</summary>
public sealed class EntityTime : IExtension
{
    private const string Ns = Namespaces.Time;

    /// <inheritdoc/>
    public void Configure(ExtensionBuilder x) => x
        .Implements(xep: 202, "Entity Time", version: "2.0")
        .Implements(xep: 82, "XMPP Date and Time Profiles", version: "1.1.1")
        .Feature(Ns)
        .OnIqGet(Ns, "time", iq => iq.ResultAsync(new Element(
            Ns, "time", new Element(Ns, "tzo", "+00:00"), new Element(Ns, "utc", XmppDateTime.Format(iq.Services.Time.GetUtcNow(), 0)))), IqScope.Server);
}
