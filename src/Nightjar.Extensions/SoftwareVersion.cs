using System.Reflection;

using Nightjar.Server.Extensibility;
using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Extensions;

/// <summary>
/// XEP-0092: Software Version, of the server. The operating system is not told: nobody needs it to talk to us, and it helps to
/// choose an attack.
/// </summary>
public sealed class SoftwareVersion : IExtension
{
    private static readonly string s_version = typeof(SoftwareVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
        ?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <inheritdoc/>
    public void Configure(ExtensionBuilder x) => x
        .Implements(xep: 92, "Software Version", version: "1.1", note: "the operating system is not told")
        .Feature(Namespaces.Version)
        .OnIqGet(Namespaces.Version, "query", iq => iq.ResultAsync(new Element(
            Namespaces.Version, "query", new Element(Namespaces.Version, "name", "Nightjar"), new Element(Namespaces.Version, "version", s_version))), IqScope.Server);
}
